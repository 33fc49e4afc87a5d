// Proves that Gradus works compiled ahead of time: recipes are parsed through the catalogue, a rule runs on lanes, a
// loss yields its derivative, and formulas print. Exits with 1 where a number is not what the interpreter under JIT gives.
using Gradus;
using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Minimization;
using Gradus.Minimization.Problems;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

Recipe recipe = Recipe.Parse("huber(delta=5) | adamw(lr=0.05, weightDecay=0.01) | warmup(5) then cosine(20)");
ILoss loss = recipe.Loss[0].Loss;
Trace trace = Trace.Run((ElementwiseOptimizer)recipe.Optimizer!, (ISurface)Notation.ParseSurface("rosenbrock"), new(-1.2, 1), steps: 2);
Trace soap = Walk("soap(lr=0.05, preconditionVectors=true)"), muon = Walk("muon(vectorLr=0.05)");
Symbol y = Symbol.Variable("y"), ŷ = Symbol.Variable("ŷ");
double slope = ((IPointwiseLoss)loss).At(Dual<Scalar<double>>.Variable(new(3)), Dual<Scalar<double>>.Fixed(new(1))).Slope.Value;
double rate = recipe.Schedule!.Within(new RunLength(25)).At(15);

Console.WriteLine(recipe);
Console.WriteLine(((IPointwiseLoss)loss).At(ŷ, y));
foreach (string line in RuleFormula.Print(recipe.Optimizer!, FormulaStyle.Latex)) Console.WriteLine(line);
foreach (string line in RuleFormula.Print(new Shampoo(), FormulaStyle.Latex)) Console.WriteLine(line);

(string What, double Got, double Expected)[] checks =
[
    ("second point of AdamW on Rosenbrock", trace.Points[1].X, -1.1494000000023192),
    ("fourth point of SOAP on Rosenbrock", soap.Points[3].X, -1.120541794923242),
    ("third point of Muon on Rosenbrock", muon.Points[2].X, -1.1018262008910962),
    ("slope of Huber at an error of 2", slope, 2),
    ("cosine half-way", rate, 0.5),
    ("fused step on lanes", FusedStep(), 0.99),
    ("least squares through duals", Minimize.LeastSquares(new HelicalValley(), new HelicalValley().Start).X[0], 1),
    ("truncated Newton through duals of duals", Minimize.NewtonCg(new BroydenTridiagonal(1), [-1]).X[0], (3 - Math.Sqrt(17)) / 4),
];
foreach ((string what, double got, double expected) in checks)
{
    if (Math.Abs(got - expected) <= 1e-12) continue;
    Console.Error.WriteLine($"{what}: expected {expected}, got {got}");
    return 1;
}

Console.WriteLine("native code agrees");
return 0;

static Trace Walk(string rule) => Trace.Run(Notation.ParseOptimizer(rule), (ISurface)Notation.ParseSurface("rosenbrock"), new(-1.2, 1), steps: 3);

static unsafe double FusedStep()
{
    const int Count = 19;
    double[] parameter = new double[Count], gradient = new double[Count];
    Array.Fill(parameter, 1);
    Array.Fill(gradient, 1);
    fixed (double* θ = parameter, g = gradient)
    {
        Gradus.Drivers.Segment<double>[] segments = [new(θ, g, null, 0, Count)];
        new Gradus.Drivers.UpdateDriver<double>().Step(new Sgd(Lr: 0.01), new(1, 0.01), segments);
    }

    return parameter.Average();
}
