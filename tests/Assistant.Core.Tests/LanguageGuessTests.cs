using Assistant.Core.Text;

namespace Assistant.Core.Tests;

public class LanguageGuessTests
{
    [Theory]
    [InlineData("How many hours does a full-time employee work?", "en")]
    [InlineData("Wie viele Stunden arbeitet ein Angestellter?", "de")]
    [InlineData("¿Cuántas horas trabaja un empleado a tiempo completo en la empresa?", "es")]
    [InlineData("Combien d'heures est-ce que les employés font dans une semaine ?", "fr")]
    [InlineData("Сколько часов работает сотрудник?", "ru")]
    [InlineData("كم عدد الساعات التي يعملها الموظف؟", "ar")]
    [InlineData("一个全职员工工作多少小时？", "zh")]
    [InlineData("พนักงานทำงานกี่ชั่วโมง", "th")]
    [InlineData("42", "und")]
    [InlineData("", "und")]
    [InlineData("PIV VPN", "und")]
    public void The_language_is_told_by_script_and_common_words(string text, string expected) => Assert.Equal(expected, LanguageGuess.Of(text));
}
