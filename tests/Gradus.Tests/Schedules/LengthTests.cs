using Gradus.Schedules;

namespace Gradus.Tests.Schedules;

public class LengthTests
{
    [Fact]
    public void Lengths_print_as_people_write_them()
    {
        Assert.Equal("500", Length.Steps(500).ToString());
        Assert.Equal("7%", Length.Share(0.07).ToString());
        Assert.Equal("3 epochs", Length.Epochs(3).ToString());
        Assert.Equal("1 epoch", Length.Epochs(1).ToString());
        Assert.Equal("0.5 epochs", Length.Epochs(0.5).ToString());
    }

    [Theory, InlineData(-0.1), InlineData(1.1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_share_lies_between_nothing_and_all(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.Share(share));

    [Fact]
    public void Negative_and_endless_lengths_do_not_exist()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.Steps(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.Steps(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Length.Epochs(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunLength(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunLength(10, 0));
    }
}
