namespace Assistant.Inference.Grammars;

/// <summary>Strings under minLength, maxLength, pattern and format.</summary>
internal sealed class StringTerms(TermTable table, JsonTerms json, GrammarLimits limits)
{
    /// <summary>The strings that fit.</summary>
    public Term Of(SchemaPlace place)
    {
        var (least, most) = (0, TermTable.Unlimited);
        List<Term> expressions = [];
        foreach (var part in place.Parts)
        {
            least = Math.Max(least, part.Count("minLength") ?? 0);
            most = Math.Min(most, part.Count("maxLength") ?? TermTable.Unlimited);
            if (part.Text("pattern") is { } pattern)
            {
                expressions.Add(Expression(part, "pattern", pattern));
            }

            if (part.Text("format") is { } format && StringFormats.ExpressionOf(format) is { } expression)
            {
                expressions.Add(Expression(part, "format", expression));
            }
        }

        if (expressions.Count == 0)
        {
            return least > most ? table.Nothing : json.String(least, most);
        }

        if (least > 0 || most < TermTable.Unlimited)
        {
            expressions.Add(table.Repeat(json.Char(CodePoints.All), least, most));
        }

        return table.Sequence(json.Quote, table.Both(expressions), json.Quote);
    }

    private Term Expression(SchemaPart part, string keyword, string expression)
    {
        if (keyword == "pattern" && expression.Length > limits.PatternLength)
        {
            throw part.Refuse(keyword, $"it is longer than {limits.PatternLength} characters");
        }

        try
        {
            return PatternReader.Read(table, json, expression);
        }
        catch (FormatException e)
        {
            throw new UnsupportedSchemaException(keyword, part.Pointer, e.Message, e);
        }
    }
}
