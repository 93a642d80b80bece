using System.Runtime.CompilerServices;

// Structs cross the border byte for byte as they are laid out in Native/.
[assembly: DisableRuntimeMarshalling]
