#!/usr/bin/python3
"""Runs SciPy on the problems that `Gradus.Bench minimize --json FILE` was run on, and prints both side by side.

    dotnet run -c Release --project bench/Gradus.Bench -- minimize --json minimize.json
    /usr/bin/python3 bench/minimize/compare.py minimize.json          (Debian: apt-get install python3-scipy)

SciPy gets the same tolerances, and the problems from problems.py, which knows nothing of Gradus; where the value or the gradient
at the start differ from those in the file, or the variables or residuals in number, this stops with an error.
"""

import json
import sys

import numpy as np
import scipy
import scipy.optimize

import problems


class Counted:
    """Σ r² with its gradient, remembering every value."""

    def __init__(self, number):
        self.number, self.values = number, []

    def __call__(self, x):
        r, jacobian = problems.residuals_and_jacobian(self.number, x)
        self.values.append(float(r @ r))
        return self.values[-1], 2 * jacobian.T @ r

    def to_the_end(self):
        """How many evaluations it took to all but 1e-8 of the way down."""
        last = min(self.values)
        return next(i for i, f in enumerate(self.values, 1) if f - last <= 1e-8 * (self.values[0] - last))


ENDS = {
    "CONVERGENCE: NORM_OF_PROJECTED_GRADIENT_<=_PGTOL": "Gradient",
    "CONVERGENCE: REL_REDUCTION_OF_F_<=_FACTR*EPSMCH": "FunctionChange",
    "ABNORMAL_TERMINATION_IN_LNSRCH": "NoProgress",
    "STOP: TOTAL NO. of ITERATIONS REACHED LIMIT": "MaxIterations",
    "STOP: TOTAL NO. of f AND g EVALUATIONS EXCEEDS LIMIT": "MaxEvaluations",
}


def check(row, number, x):
    r, jacobian = problems.residuals_and_jacobian(number, x)
    gradient = 2 * jacobian.T @ r
    if len(r) != row["residuals"]:
        sys.exit(f"{row['name']}: {len(r)} residuals here, {row['residuals']} there")
    for what, here, there in (("value", r @ r, row["start"]), ("gradient norm", np.max(np.abs(gradient)), row["startGradient"])):
        if not np.isclose(here, there, rtol=1e-10, atol=1e-300):
            sys.exit(f"{row['name']}: the {what} at the start is {here!r} here, {there!r} there")


def lbfgsb(number, x, tolerance, memory):
    f = Counted(number)
    result = scipy.optimize.minimize(
        f, x, jac=True, method="L-BFGS-B", options=dict(maxcor=memory, gtol=tolerance, ftol=0, maxiter=100_000, maxfun=100_000, maxls=100))
    gradient = f(result.x)[1]
    f.values.pop()
    return result.fun, np.max(np.abs(gradient)), result.nfev, f.to_the_end(), ENDS.get(result.message, result.message)


def minpack(number, x):
    result = scipy.optimize.least_squares(
        lambda x: problems.residuals_and_jacobian(number, x)[0], x, lambda x: problems.residuals_and_jacobian(number, x)[1],
        method="lm", x_scale="jac", ftol=1e-15, xtol=1e-15, gtol=1e-15)
    return 2 * result.cost, result.nfev


def number(value):
    return f"{value:.6g}"


def main(path):
    with open(path, encoding="utf-8") as file:
        ours = json.load(file)
    print(f"Gradus and SciPy {scipy.__version__} (numpy {np.__version__}, Python {sys.version.split()[0]}).\n")
    print("| problem | n | f* | Gradus: f | max \\|g\\| | evaluations | to 1e-8 | stops | SciPy: f | max \\|g\\| | evaluations | to 1e-8 | stops |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    ratios, ratios_to_end, squares = [], [], []
    for row in ours["rows"]:
        k, n, mine = row["number"], row["variables"], row["lbfgs"]
        x = problems.start(k, n)
        check(row, k, x)
        f, g, evaluations, to_end, message = lbfgsb(k, x, ours["gradientTolerance"], ours["memory"])
        print(
            f"| {k} {row['name']} | {n} | {' or '.join(map(number, row['minima']))} | {number(mine['value'])} | {mine['gradient']:.0e} | {mine['evaluations']} "
            f"| {mine['toTheEnd']} | {mine['reason']} | {number(f)} | {g:.0e} | {evaluations} | {to_end} | {message} |")
        if abs(f - mine["value"]) <= 1e-6 * max(row["minima"][0], 1e-4):
            ratios.append(evaluations / mine["evaluations"])
            ratios_to_end.append(to_end / mine["toTheEnd"])
        squares.append((row, *minpack(k, x)))
    print(
        f"\nSciPy's evaluations over ours, geometric mean of the {len(ratios)} problems where both end at the same value: "
        f"{np.exp(np.mean(np.log(ratios))):.2f}; to 1e-8: {np.exp(np.mean(np.log(ratios_to_end))):.2f}.\n")
    print("| problem | n | f* | leastSquares: f | evaluations | newtonCg: f | evaluations | products | MINPACK lmder: f | evaluations |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for row, f, evaluations in squares:
        a, b = row["leastSquares"], row["newtonCg"]
        print(
            f"| {row['number']} {row['name']} | {row['variables']} | {' or '.join(map(number, row['minima']))} | {number(a['value'])} | {a['evaluations']} "
            f"| {number(b['value'])} | {b['evaluations']} | {b['products']} | {number(f)} | {evaluations} |")


if __name__ == "__main__":
    np.seterr(all="ignore")
    main(sys.argv[1])
