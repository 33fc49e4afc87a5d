namespace Gradus.Lab.Reports;

/// <summary>Which data were used, and how many examples each part held.</summary>
/// <param name="Name">Name of the data set.</param>
/// <param name="Fingerprint">Hash of the examples, so that two reports can be known to speak of the same data.</param>
/// <param name="Train">Examples trained on.</param>
/// <param name="Validation">Examples the learning rate was chosen on.</param>
/// <param name="Test">Examples held out until the end.</param>
/// <param name="Classes">Number of classes; chance level is one divided by it.</param>
public sealed record DataFacts(string Name, string Fingerprint, int Train, int Validation, int Test, int Classes);
