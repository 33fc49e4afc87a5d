using Gradus.Metadata;
using Gradus.Surfaces;

namespace Gradus.Tests.Surfaces;

public class SurfaceTests
{
    public static TheoryData<string> Names => [.. Catalog.Surfaces.Select(s => s.Name), "x^2 + 10*sin(y)^2", "exp(-x^2)*tanh(y)/3"];

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_the_limit_of_differences(string name)
    {
        ISurface surface = Notation.ParseSurface(name);
        SplitMix64 random = new(3);
        for (int i = 0; i < 50; i++)
        {
            Point at = Anywhere(surface.Domain, random);
            const double h = 1e-5;
            double byX = (surface.Value(at with { X = at.X + h }) - surface.Value(at with { X = at.X - h })) / (2 * h);
            double byY = (surface.Value(at with { Y = at.Y + h }) - surface.Value(at with { Y = at.Y - h })) / (2 * h);
            Point gradient = surface.Gradient(at);
            // Rounding of the values divided by 2h, and the third derivative times h².
            double tolerance = 1e-6 * (1 + Math.Abs(byX) + Math.Abs(byY) + 1e-4 * Math.Abs(surface.Value(at)));
            Assert.Equal(byX, gradient.X, tolerance);
            Assert.Equal(byY, gradient.Y, tolerance);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Minima_are_minima(string name)
    {
        ISurface surface = Notation.ParseSurface(name);
        SplitMix64 random = new(4);
        foreach (Point minimum in surface.Minima)
        {
            double lowest = surface.Value(minimum);
            Point gradient = surface.Gradient(minimum);
            Assert.Equal(0, gradient.X, 1e-12);
            Assert.Equal(0, gradient.Y, 1e-12);
            for (int i = 0; i < 500; i++) Assert.True(surface.Value(Anywhere(surface.Domain, random)) >= lowest - 1e-12);
        }
    }

    [Fact]
    public void Every_surface_of_the_catalogue_knows_its_minima_inside_its_domain() => Assert.All(Catalog.Surfaces, entry =>
    {
        ISurface surface = (ISurface)entry.Create();
        Domain domain = surface.Domain;
        Assert.NotEmpty(surface.Minima);
        Assert.All(surface.Minima, m => Assert.True(m.X > domain.Left && m.X < domain.Right && m.Y > domain.Bottom && m.Y < domain.Top));
    });

    [Fact]
    public void The_ravine_is_as_steep_as_it_says()
    {
        ISurface ravine = Notation.ParseSurface("ravine(condition=50)");
        // Along the valley the curvature is 1, across it 50.
        Assert.Equal(0.5 * 2, ravine.Value(new(1, 1)), 12);
        Assert.Equal(0.5 * 50 * 2, ravine.Value(new(1, -1)), 12);
    }

    [Fact]
    public void A_misspelt_surface_is_offered_its_name()
    {
        Assert.Equal("There is no surface 'rosenbrok'. Did you mean rosenbrock?",
            Assert.Throws<RecipeException>(() => Notation.ParseSurface("rosenbrok")).Complaint);
        Assert.StartsWith("There is no surface 'banana'. There is: bowl,",
            Assert.Throws<RecipeException>(() => Notation.ParseSurface("banana")).Complaint);
        Assert.True(Catalog.TryFind(MethodKind.Surface, "bowl", out _));
    }

    private static Point Anywhere(Domain d, SplitMix64 random) => new(
        d.Left + (d.Right - d.Left) * random.NextUniform(), d.Bottom + (d.Top - d.Bottom) * random.NextUniform());
}
