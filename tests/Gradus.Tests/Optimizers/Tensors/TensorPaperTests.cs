using Gradus.Optimizers;
using static Gradus.Tests.Optimizers.Tensors.Plain;

namespace Gradus.Tests.Optimizers.Tensors;

/// <summary>Each rule of whole tensors against its paper, written a second time in plain loops.</summary>
public class TensorPaperTests
{
    [Theory]
    [InlineData(4, 4, true, 0.0), InlineData(3, 7, true, 0.1), InlineData(7, 3, true, 0.1), InlineData(5, 1, false, 0.0)]
    public void Muon_is_orthogonalized_momentum(int rows, int columns, bool nesterov, double decay)
    {
        double[,] m = new double[rows, columns];
        Follows(new Muon(0.1, 0.9, nesterov, decay), rows, columns, (θ, g, _) =>
        {
            m = Add(Scale(m, 0.9), g, 0.1);
            double[,] x = nesterov ? Add(Scale(g, 0.1), m, 0.9) : m;
            bool tall = rows > columns;
            if (tall) x = Flip(x);
            x = Scale(x, 1 / Math.Max(Norm(x), 1e-7));
            for (int k = 0; k < 5; k++)
            {
                double[,] gram = Times(x, Flip(x));
                x = Add(Scale(x, 3.4445), Times(Add(Scale(gram, -4.775), Times(gram, gram), 2.0315), x));
            }

            return Add(Scale(θ, 1 - 0.1 * decay), tall ? Flip(x) : x, -0.1 * Math.Sqrt(Math.Max(1, (double)rows / columns)));
        });
    }

    [Fact]
    public void Muon_as_large_as_AdamW_scales_with_the_longer_side()
    {
        foreach ((int rows, int columns) in new[] { (3, 12), (12, 3) })
        {
            double original = Length(MuonScale.Original), matched = Length(MuonScale.MatchRmsAdamW);
            Assert.Equal(0.2 * Math.Sqrt(12) / Math.Sqrt(Math.Max(1, rows / (double)columns)), matched / original, 1e-12);

            double Length(MuonScale scale)
            {
                Muon muon = new(Scale: scale);
                TensorShape shape = new(rows, columns, IsVector: false);
                TensorState<Gradus.Algebra.DenseMatrix> state = new(muon.Slots(shape), slot => new((int)slot.Rows, (int)slot.Columns));
                return Gradus.Algebra.DenseMatrix.Norm(muon.Step(new(1, 1), shape, new(rows, columns), Dense(Random(rows, columns, 4)), state))[0, 0];
            }
        }
    }

    [Fact]
    public void Muon_hands_vectors_to_AdamW_at_its_own_rate()
    {
        double[,] m = new double[6, 1], v = new double[6, 1];
        Follows(new Muon(VectorLr: 0.05, VectorWeightDecay: 0.3), 6, 1, (θ, g, t) =>
        {
            m = Add(Scale(m, 0.9), g, 1 - 0.9);
            v = Add(Scale(v, 0.95), Each(g, x => x * x), 1 - 0.95);
            double[,] u = Each(m, v, (m, v) => m / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-10));
            return Add(Scale(θ, 1 - 0.05 * 0.3), u, -0.05);
        }, vector: true);
    }

    [Theory]
    [InlineData(5, 3, false, 0.0, 0.0, true, true), InlineData(3, 5, false, 0.0, 0.2, true, true), InlineData(4, 4, false, 0.9, 0.0, false, true)]
    [InlineData(4, 4, false, 0.0, 0.0, false, false), InlineData(6, 1, true, 0.0, 0.1, true, true), InlineData(6, 1, true, 0.5, 0.0, true, false)]
    public void Adafactor_divides_by_rows_and_columns(int rows, int columns, bool vector, double beta1, double decay, bool relative, bool scaled)
    {
        double[] row = new double[rows], column = new double[columns];
        double[,] whole = new double[rows, columns], m = new double[rows, columns];
        Follows(new Adafactor(0.3, Beta1: beta1, WeightDecay: decay, RelativeStep: relative, ParameterScale: scaled), rows, columns, (θ, g, t) =>
        {
            double β = 1 - Math.Pow(t, -0.8);
            double Square(int i, int j) => g[i, j] * g[i, j] + 1e-30;
            double[,] v = new double[rows, columns];
            if (vector)
            {
                v = whole = Of(rows, columns, (i, j) => β * whole[i, j] + (1 - β) * Square(i, j));
            }
            else
            {
                // Sums, as the paper has them.
                for (int i = 0; i < rows; i++) row[i] = β * row[i] + (1 - β) * Enumerable.Range(0, columns).Sum(j => Square(i, j));
                for (int j = 0; j < columns; j++) column[j] = β * column[j] + (1 - β) * Enumerable.Range(0, rows).Sum(i => Square(i, j));
                for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) v[i, j] = row[i] * column[j] / row.Sum();
            }

            double[,] u = Each(g, v, (g, v) => g / Math.Sqrt(v));
            double α = (relative ? Math.Min(0.3, 1 / Math.Sqrt(t)) : 0.3) * (scaled ? Math.Max(1e-3, Rms(θ)) : 1);
            u = Scale(u, α / Math.Max(1, Rms(u)));
            if (beta1 > 0) u = m = Add(Scale(m, beta1), u, 1 - beta1);
            return Add(Scale(θ, 1 - 0.3 * decay), u, -1);
        }, vector: vector);
    }

    [Theory]
    [InlineData(Grafting.None, 4, 3, 1.0, 1), InlineData(Grafting.None, 3, 4, 0.9, 3), InlineData(Grafting.Sgd, 4, 4, 0.95, 4), InlineData(Grafting.Adam, 3, 5, 0.95, 4)]
    public void Shampoo_divides_by_fourth_roots_on_both_sides(Grafting graft, int rows, int columns, double beta2, int interval)
    {
        double[,] m = new double[rows, columns], v = m, left = new double[rows, rows], right = new double[columns, columns], p = left, q = right;
        double fresh = beta2 == 1 ? 1 : 1 - beta2;
        Follows(new Shampoo(0.1, 0.8, beta2, Eps: 1e-2, interval, graft, WeightDecay: 0.1), rows, columns, (θ, g, t) =>
        {
            m = Add(Scale(m, 0.8), g, 1 - 0.8);
            left = Add(Scale(left, beta2), Times(g, Flip(g)), fresh);
            right = Add(Scale(right, beta2), Times(Flip(g), g), fresh);
            v = Add(Scale(v, beta2), Each(g, x => x * x), fresh);
            double unbias = beta2 == 1 ? 1 : 1 / (1 - Math.Pow(beta2, t));
            if (t <= interval || t % interval == 0) (p, q) = (InverseRoot(Scale(left, unbias), 4, 1e-2), InverseRoot(Scale(right, unbias), 4, 1e-2));
            double[,] mean = Scale(m, 1 / (1 - Math.Pow(0.8, t))), u = Times(Times(p, mean), q);
            double length = graft switch
            {
                Grafting.Sgd => Norm(mean),
                Grafting.Adam => Norm(Each(mean, v, (m, v) => m / (Math.Sqrt(v * unbias) + 1e-8))),
                _ => Norm(u),
            };
            return Add(Scale(θ, 1 - 0.1 * 0.1), u, -0.1 * length / Norm(u));
        }, tolerance: 1e-8);
    }

    [Theory, InlineData(5, 1, true, 100), InlineData(3, 9, false, 5), InlineData(9, 3, false, 5)]
    public void Shampoo_takes_the_square_root_where_it_sees_one_side_only(int rows, int columns, bool vector, int maxSize)
    {
        bool fromLeft = vector || rows < columns;
        int n = Math.Min(maxSize, fromLeft ? rows : columns);
        double[,] statistics = new double[n, n];
        Follows(new Shampoo(0.1, Beta1: 0, Beta2: 1, Eps: 1e-2, Interval: 1, Graft: Grafting.None, MaxSize: maxSize), rows, columns, (θ, g, _) =>
        {
            statistics = Add(statistics, fromLeft ? Times(g, Flip(g)) : Times(Flip(g), g));
            double[,] root = InverseRoot(statistics, 2, 1e-2);
            return Add(θ, fromLeft ? Times(root, g) : Times(g, root), -0.1);
        }, vector: vector, tolerance: 1e-8);
    }

    [Fact]
    public void Shampoo_that_sees_no_side_is_the_rule_it_is_grafted_on()
    {
        double[,] m = new double[4, 4], v = m;
        Follows(new Shampoo(0.1, MaxSize: 3), 4, 4, (θ, g, t) =>
        {
            m = Add(Scale(m, 0.9), g, 1 - 0.9);
            v = Add(Scale(v, 0.999), Each(g, x => x * x), 1 - 0.999);
            double[,] a = Each(m, v, (m, v) => m / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8));
            // Of Adam it has the length; the direction is that of the mean.
            return Add(θ, m, -0.1 * Norm(a) / Norm(m));
        });
    }

    [Theory, InlineData(4, 1), InlineData(4, 3), InlineData(5, 7)]
    public void Soap_is_Adam_in_a_turning_basis(int n, int interval)
    {
        double[,] m = new double[n, n], v = m, left = m, right = m, ql = m, qr = m;
        Follows(new Soap(0.1, 0.9, 0.8, WeightDecay: 0.1, Interval: interval), n, n, (θ, g, t) =>
        {
            if (t == 1)
            {
                (left, right) = (Scale(Times(g, Flip(g)), 1 - 0.8), Scale(Times(Flip(g), g), 1 - 0.8));
                (ql, qr) = (Eigenvectors(left), Eigenvectors(right));
                return θ;
            }

            int k = t - 1;
            double[,] Turned(double[,] x) => Times(Times(Flip(ql), x), qr);
            m = Add(Scale(m, 0.9), g, 1 - 0.9);
            v = Add(Scale(v, 0.8), Each(Turned(g), x => x * x), 1 - 0.8);
            double[,] u = Each(Turned(m), v, (m, v) => m / (1 - Math.Pow(0.9, k)) / (Math.Sqrt(v / (1 - Math.Pow(0.8, k))) + 1e-8));
            θ = Add(Scale(θ, 1 - 0.1 * 0.1), Times(Times(ql, u), Flip(qr)), -0.1);
            left = Add(Scale(left, 0.8), Times(g, Flip(g)), 1 - 0.8);
            right = Add(Scale(right, 0.8), Times(Flip(g), g), 1 - 0.8);
            if (k % interval == 0) (ql, qr) = (GramSchmidt(Times(left, ql)), GramSchmidt(Times(right, qr)));
            return θ;
        }, tolerance: 1e-7);
    }

    [Fact]
    public void Soap_is_AdamW_for_vectors()
    {
        double[,] m = new double[6, 1], v = m;
        Follows(new Soap(0.05), 6, 1, (θ, g, t) =>
        {
            m = Add(Scale(m, 0.95), g, 1 - 0.95);
            v = Add(Scale(v, 0.95), Each(g, x => x * x), 1 - 0.95);
            double[,] u = Each(m, v, (m, v) => m / (1 - Math.Pow(0.95, t)) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-8));
            return Add(Scale(θ, 1 - 0.05 * 0.01), u, -0.05);
        }, vector: true);
    }
}
