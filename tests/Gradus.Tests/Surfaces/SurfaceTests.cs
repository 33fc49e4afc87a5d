using Gradus.Metadata;
using Gradus.Optimizers;
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
            for (int i = 0; i < 500; i++)
            {
                Assert.True(surface.Value(Anywhere(surface.Domain, random)) >= lowest - 1e-12);
                Point near = new(minimum.X + 1e-3 * random.NextNormal(), minimum.Y + 1e-3 * random.NextNormal());
                Assert.True(surface.Value(near) >= lowest - 1e-12);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nowhere_on_a_fine_grid_of_its_domain_is_a_surface_lower_than_at_its_minima(string name)
    {
        ISurface surface = Notation.ParseSurface(name);
        if (surface.Minima.Count == 0) return;
        double lowest = surface.Minima.Min(surface.Value);
        Assert.All(surface.Minima, minimum => Assert.Equal(lowest, surface.Value(minimum), 1e-12));
        Domain d = surface.Domain;
        const int Cells = 600;
        for (int i = 0; i <= Cells; i++)
        {
            for (int j = 0; j <= Cells; j++)
            {
                Point at = new(d.Left + (d.Right - d.Left) * i / Cells, d.Bottom + (d.Top - d.Bottom) * j / Cells);
                if (surface.Value(at) < lowest - 1e-12) Assert.Fail($"{name} is {surface.Value(at)} at {at}, and {lowest} at {surface.Minima[0]}.");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_direction_bends_down_at_a_minimum(string name)
    {
        ISurface surface = Notation.ParseSurface(name);
        const double h = 1e-5;
        foreach (Point minimum in surface.Minima)
        {
            Point right = surface.Gradient(minimum with { X = minimum.X + h }), left = surface.Gradient(minimum with { X = minimum.X - h });
            Point above = surface.Gradient(minimum with { Y = minimum.Y + h }), below = surface.Gradient(minimum with { Y = minimum.Y - h });
            double xx = (right.X - left.X) / (2 * h), yy = (above.Y - below.Y) / (2 * h);
            double xy = (right.Y - left.Y) / (2 * h), yx = (above.X - below.X) / (2 * h);
            Assert.Equal(xy, yx, 1e-5 * (1 + Math.Abs(xx) + Math.Abs(yy)));
            Assert.True(xx > 0 && yy > 0);
            Assert.True(xx * yy - xy * yx > 0);
        }
    }

    [Fact]
    public void Every_surface_of_the_catalogue_knows_its_minima_or_falls_without_end() => Assert.All(Catalog.Surfaces, entry =>
    {
        ISurface surface = (ISurface)entry.Create();
        Domain domain = surface.Domain;
        Assert.All(surface.Minima, m => Assert.True(m.X > domain.Left && m.X < domain.Right && m.Y > domain.Bottom && m.Y < domain.Top));
        if (surface.Minima.Count > 0) return;
        double lowest = Enumerable.Range(0, 360).Min(degree => surface.Value(new(1e3 * Math.Cos(degree * Math.PI / 180), 1e3 * Math.Sin(degree * Math.PI / 180))));
        Assert.True(lowest < -1e6);
    });

    [Theory]
    [InlineData("bowl", 0, 0, 0)]
    [InlineData("bowl", 2, 1, 14.5)]
    [InlineData("rosenbrock", 1, 1, 0)]
    [InlineData("rosenbrock", -1.2, 1, 24.2)] // The standard start.
    [InlineData("beale", 3, 0.5, 0)]
    [InlineData("beale", 1, 1, 14.203125)] // The standard start: 1.5² + 2.25² + 2.625².
    [InlineData("himmelblau", 3, 2, 0)]
    [InlineData("himmelblau", -2.805118086952745, 3.131312518250573, 0)]
    [InlineData("himmelblau", -0.270844590667, -0.923038522136, 181.61652152258258)] // Its local maximum.
    [InlineData("saddle", 0, 1, -0.25)]
    [InlineData("booth", 1, 3, 0)]
    [InlineData("booth", 0, 0, 74)]
    [InlineData("matyas", 0, 0, 0)]
    [InlineData("matyas", 1, -1, 1)]
    [InlineData("threeHumpCamel", 0, 0, 0)]
    [InlineData("threeHumpCamel", 1.747552342734, -0.873776171367, 0.298638442236861)]
    [InlineData("sixHumpCamel", 0.08984201310031806, -0.7126564030207396, -1.0316284534898774)]
    [InlineData("sixHumpCamel", -1.703606715033, 0.796083568672, -0.215463824384)]
    [InlineData("styblinskiTang", -2.903534027771177, -2.903534027771177, -78.33233140754283)]
    [InlineData("styblinskiTang", 1, 1, -10)]
    [InlineData("goldsteinPrice", 0, -1, 3)]
    [InlineData("goldsteinPrice", -0.6, -0.4, 30)]
    [InlineData("goldsteinPrice", 1.8, 0.2, 84)]
    [InlineData("goldsteinPrice", 1.2, 0.8, 840)]
    [InlineData("rastrigin", 0, 0, 0)]
    [InlineData("rastrigin", 0.5, 0.5, 40.5)]
    [InlineData("ackley", 0, 0, 0)]
    [InlineData("ackley", 1, 1, 3.6253849384403627)]
    [InlineData("levy", 1, 1, 0)]
    [InlineData("levy", -3, 1, 8.080734182735712)] // w = (0, 1): 1 + 10 sin² 1.
    [InlineData("monkeySaddle", 1, 1, -2)]
    [InlineData("cliff", 3, 3.149786613677699, 0.1997866136776995)]
    [InlineData("plateau", 1, 1, 0.6321205588285577)]
    public void Heights_are_those_of_the_literature(string name, double x, double y, double height) =>
        Assert.Equal(height, Notation.ParseSurface(name).Value(new(x, y)), 1e-11 * (1 + Math.Abs(height)));

    [Theory, MemberData(nameof(Names))]
    public void Whole_points_have_a_finite_gradient(string name)
    {
        ISurface surface = Notation.ParseSurface(name);
        for (int x = -2; x <= 2; x++)
        {
            for (int y = -2; y <= 2; y++)
            {
                Point gradient = surface.Gradient(new(x, y));
                Assert.True(double.IsFinite(gradient.X) && double.IsFinite(gradient.Y));
            }
        }
    }

    [Fact]
    public void Ackley_is_a_tip_whose_slope_is_taken_as_zero()
    {
        ISurface ackley = Notation.ParseSurface("ackley");
        Assert.Equal(new Point(0, 0), ackley.Gradient(new(0, 0)));
        Assert.Equal(4 / Math.Sqrt(2), ackley.Gradient(new(1e-9, 0)).X, 1e-6);
        Assert.Equal(-4 / Math.Sqrt(2), ackley.Gradient(new(0, -1e-9)).Y, 1e-6);
    }

    [Fact]
    public void The_spiral_valley_falls_along_its_winding_arm()
    {
        ISurface spiral = Notation.ParseSurface("spiralValley(condition=40)");
        for (double r = 0.1; r < 3; r += 0.1)
        {
            double along = r * r / 2, across = along + Math.PI / 2;
            Assert.Equal(r * r / 2, spiral.Value(new(r * Math.Cos(along), r * Math.Sin(along))), 1e-12);
            Assert.Equal(40 * r * r / 2, spiral.Value(new(r * Math.Cos(across), r * Math.Sin(across))), 1e-11);
        }
    }

    [Fact]
    public void Ripples_of_height_zero_leave_the_bowl_and_others_hold_a_small_step_fast()
    {
        ISurface smooth = Notation.ParseSurface("noisyBowl(ripple=0)"), rough = Notation.ParseSurface("noisyBowl");
        Sgd small = new(Lr: 0.002);
        Assert.Equal(2.5, smooth.Value(new(1, 2)));
        Assert.True(Trace.Run(small, smooth, new(0.6, 0.5), 10_000).Values[^1] < 1e-12);
        Assert.True(Trace.Run(small, rough, new(0.6, 0.5), 10_000).Values[^1] > 1e-2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e6)]
    [InlineData(1e12)]
    public void A_ravine_takes_any_condition_number(double condition)
    {
        ISurface ravine = new Ravine(condition);
        Assert.Equal(condition, ravine.Gradient(new(0.5, -0.5)).X * 2, 1e-12 * condition);
        Assert.Equal(1, ravine.Gradient(new(0.5, 0.5)).X * 2, 1e-12);
    }

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
