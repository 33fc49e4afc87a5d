using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports.Html;

/// <summary>What a reader with one minute needs: the result, the ranking, and how much to believe it.</summary>
internal static class OpeningSection
{
    public static void Write(HtmlWriter html, Comparison comparison, Summary summary)
    {
        html.Line($"<header>");
        html.Line($"<div class=\"bar\"><p class=\"eyebrow\">Gradus · {comparison.Experiment} · {comparison.Profile}</p>");
        html.Line($"<button type=\"button\" id=\"theme\" hidden>Dark</button></div>");
        html.Line($"<h1>{comparison.Title}</h1>");
        html.Line($"<p class=\"headline\">{summary.Headline}</p>");
        html.Line($"<p class=\"facts\">{Facts(comparison)}</p>");
        Contents(html, comparison);
        html.Line($"</header>");
        html.Line($"<main>");
        html.Line($"<section id=\"ranking\"><h2>Ranking</h2>");
        HtmlTable.Write(html, ReportTables.Ranking(comparison, summary), "Ranking by mean test accuracy", heading: 1, style: "ranking");
        html.Line($"<p class=\"note\">{ReportTables.IntervalNote(summary)}</p>");
        html.Line($"</section>");
    }

    private static void Contents(HtmlWriter html, Comparison comparison)
    {
        html.Line($"<nav aria-label=\"Sections\">");
        html.Line($"<a href=\"#ranking\">Ranking</a> <a href=\"#warnings\">Warnings</a>");
        if (comparison.Claim is not null) html.Line($"<a href=\"#claim\">Claim</a>");
        html.Line($"<a href=\"#fairness\">Fairness</a> <a href=\"#charts\">Charts</a> <a href=\"#pairs\">Pairs</a>");
        html.Line($"<a href=\"#recipes\">Recipes</a> <a href=\"#runs\">Runs</a> <a href=\"#setting\">Setting</a> <a href=\"#again\">Do it again</a>");
        html.Line($"</nav>");
    }

    private static string Facts(Comparison c) =>
        $"{Wording.Of(c.Contestants.Count, "contestant")}, {Wording.Of(c.Plan.Seeds.Count, "seed")}, {Wording.Of(c.Plan.Epochs, "epoch")}; "
        + $"{c.Model.Name} with {Wording.Count(c.Model.Parameters)} parameters on {c.Data.Name} "
        + $"({Wording.Count(c.Data.Train)} training, {Wording.Count(c.Data.Test)} test examples).";
}
