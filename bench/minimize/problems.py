"""The problems of Moré, Garbow, Hillstrom (1981) in numpy, written from the paper and not from Gradus: one checks the other.

Every function takes the variables and returns the residuals; both may be complex, so that the Jacobian is exact by complex steps.
"""

import numpy as np
from numpy import cos, exp, pi, sin, sqrt


def positive(z):
    """|z|, differentiable by complex steps."""
    return np.where(np.real(z) < 0, -z, z)


def rosenbrock(x):
    return [10 * (x[1] - x[0] ** 2), 1 - x[0]]


def freudenstein_roth(x):
    return [-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]]


def powell_badly_scaled(x):
    return [1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001]


def brown_badly_scaled(x):
    return [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2]


def beale(x):
    return [y - x[0] * (1 - x[1] ** i) for i, y in enumerate((1.5, 2.25, 2.625), 1)]


def jennrich_sampson(x, m=10):
    i = np.arange(1, m + 1)
    return 2 + 2 * i - (exp(i * x[0]) + exp(i * x[1]))


def helical_valley(x):
    theta = np.arctan(x[1] / x[0]) / (2 * pi) + (0.5 if np.real(x[0]) < 0 else 0)
    return [10 * (x[2] - 10 * theta), 10 * (sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]]


def bard(x):
    y = np.array([0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39])
    u = np.arange(1, 16)
    v = 16 - u
    return y - (x[0] + u / (v * x[1] + np.minimum(u, v) * x[2]))


def gaussian(x):
    y = np.array([0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989])
    y = np.concatenate([y, y[-2::-1]])
    t = (8 - np.arange(1, 16)) / 2
    return x[0] * exp(-x[1] * (t - x[2]) ** 2 / 2) - y


def meyer(x):
    y = np.array([34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872])
    t = 45 + 5 * np.arange(1, 17)
    return x[0] * exp(x[1] / (t + x[2])) - y


def gulf(x, m=99):
    t = np.arange(1, m + 1) / 100
    y = 25 + (-50 * np.log(t)) ** (2 / 3)
    return exp(-positive(y - x[1]) ** x[2] / x[0]) - t


def box(x, m=10):
    t = 0.1 * np.arange(1, m + 1)
    return exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (exp(-t) - exp(-10 * t))


def powell_singular(x):
    return np.concatenate([
        [a + 10 * b, sqrt(5) * (c - d), (b - 2 * c) ** 2, sqrt(10) * (a - d) ** 2] for a, b, c, d in x.reshape(-1, 4)])


def wood(x):
    return [
        10 * (x[1] - x[0] ** 2), 1 - x[0], sqrt(90) * (x[3] - x[2] ** 2), 1 - x[2],
        sqrt(10) * (x[1] + x[3] - 2), (x[1] - x[3]) / sqrt(10)]


def kowalik_osborne(x):
    y = np.array([0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246])
    u = np.array([4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625])
    return y - x[0] * (u ** 2 + u * x[1]) / (u ** 2 + u * x[2] + x[3])


def brown_dennis(x, m=20):
    t = np.arange(1, m + 1) / 5
    return (x[0] + t * x[1] - exp(t)) ** 2 + (x[2] + x[3] * sin(t) - cos(t)) ** 2


def osborne1(x):
    y = np.array([
        844, 908, 932, 936, 925, 908, 881, 850, 818, 784, 751, 718, 685, 658, 628, 603, 580, 558, 538, 522, 506, 490, 478, 467, 457, 448, 438,
        431, 424, 420, 414, 411, 406]) / 1000
    t = 10 * np.arange(33)
    return y - (x[0] + x[1] * exp(-t * x[3]) + x[2] * exp(-t * x[4]))


def biggs(x, m=13):
    t = 0.1 * np.arange(1, m + 1)
    return x[2] * exp(-t * x[0]) - x[3] * exp(-t * x[1]) + x[5] * exp(-t * x[4]) - (exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t))


def osborne2(x):
    y = np.array([
        1366, 1191, 1112, 1013, 991, 885, 831, 847, 786, 725, 746, 679, 608, 655, 616, 606, 602, 626, 651, 724, 649, 649, 694, 644, 624, 661, 612,
        558, 533, 495, 500, 423, 395, 375, 372, 391, 396, 405, 428, 429, 523, 562, 607, 653, 672, 708, 633, 668, 645, 632, 591, 559, 597, 625, 739,
        710, 729, 720, 636, 581, 428, 292, 162, 98, 54]) / 1000
    t = np.arange(65) / 10
    return y - (
        x[0] * exp(-t * x[4]) + x[1] * exp(-((t - x[8]) ** 2) * x[5]) + x[2] * exp(-((t - x[9]) ** 2) * x[6])
        + x[3] * exp(-((t - x[10]) ** 2) * x[7]))


def watson(x):
    j = np.arange(len(x))
    t = (np.arange(1, 30) / 29)[:, None]
    slope = (t ** np.maximum(j - 1, 0) * j) @ x
    return np.concatenate([slope - (t ** j @ x) ** 2 - 1, [x[0], x[1] - x[0] ** 2 - 1]])


def extended_rosenbrock(x):
    return np.stack([10 * (x[1::2] - x[::2] ** 2), 1 - x[::2]], 1).ravel()


def penalty1(x):
    return np.concatenate([sqrt(1e-5) * (x - 1), [np.sum(x * x) - 0.25]])


def penalty2(x):
    n = len(x)
    i = np.arange(2, n + 1)
    return np.concatenate([
        [x[0] - 0.2], sqrt(1e-5) * (exp(x[1:] / 10) + exp(x[:-1] / 10) - exp(i / 10) - exp((i - 1) / 10)),
        sqrt(1e-5) * (exp(x[1:] / 10) - exp(-0.1)), [np.sum((n - np.arange(n)) * x * x) - 1]])


def variably_dimensioned(x):
    s = np.sum(np.arange(1, len(x) + 1) * (x - 1))
    return np.concatenate([x - 1, [s, s * s]])


def trigonometric(x):
    return len(x) - np.sum(cos(x)) + np.arange(1, len(x) + 1) * (1 - cos(x)) - sin(x)


def brown_almost_linear(x):
    return np.concatenate([x[:-1] + np.sum(x) - (len(x) + 1), [np.prod(x) - 1]])


def boundary_value(x):
    n, padded = len(x), np.concatenate([[0], x, [0]])
    h = 1 / (n + 1)
    return 2 * x - padded[:-2] - padded[2:] + h * h * (x + h * np.arange(1, n + 1) + 1) ** 3 / 2


def integral_equation(x):
    n = len(x)
    h = 1 / (n + 1)
    t = h * np.arange(1, n + 1)
    cube = (x + t + 1) ** 3
    return [x[i] + h * ((1 - t[i]) * np.sum((t * cube)[: i + 1]) + t[i] * np.sum(((1 - t) * cube)[i + 1:])) / 2 for i in range(n)]


def broyden_tridiagonal(x):
    padded = np.concatenate([[0], x, [0]])
    return (3 - 2 * x) * x - padded[:-2] - 2 * padded[2:] + 1


def broyden_banded(x):
    n = len(x)
    return [
        x[i] * (2 + 5 * x[i] ** 2) + 1 - sum(x[j] * (1 + x[j]) for j in range(max(0, i - 5), min(n, i + 2)) if j != i) for i in range(n)]


def linear_full_rank(x):
    m = 2 * len(x)
    return np.concatenate([x, np.zeros(m - len(x))]) - 2 / m * np.sum(x) - 1


def linear_rank1(x):
    return np.arange(1, 2 * len(x) + 1) * np.sum(np.arange(1, len(x) + 1) * x) - 1


def linear_rank1_zero(x):
    n, m = len(x), 2 * len(x)
    inner = np.sum(np.arange(2, n) * x[1:-1])
    return np.concatenate([[-1], np.arange(1, m - 1) * inner - 1, [-1]])


def chebyquad(x):
    n, z, result = len(x), 2 * x - 1, []
    before, now = np.ones_like(z), z
    for i in range(1, n + 1):
        result.append(np.sum(now) / n + (1 / (i * i - 1) if i % 2 == 0 else 0))
        before, now = now, 2 * z * now - before
    return result


RESIDUALS = dict(enumerate([
    rosenbrock, freudenstein_roth, powell_badly_scaled, brown_badly_scaled, beale, jennrich_sampson, helical_valley, bard, gaussian, meyer, gulf,
    box, powell_singular, wood, kowalik_osborne, brown_dennis, osborne1, biggs, osborne2, watson, extended_rosenbrock, powell_singular, penalty1,
    penalty2, variably_dimensioned, trigonometric, brown_almost_linear, boundary_value, integral_equation, broyden_tridiagonal, broyden_banded,
    linear_full_rank, linear_rank1, linear_rank1_zero, chebyquad], 1))


def start(number, n):
    """The standard start in n variables."""
    i = np.arange(1, n + 1)
    fixed = {
        1: [-1.2, 1], 2: [0.5, -2], 3: [0, 1], 4: [1, 1], 5: [1, 1], 6: [0.3, 0.4], 7: [-1, 0, 0], 8: [1, 1, 1], 9: [0.4, 1, 0],
        10: [0.02, 4000, 250], 11: [5, 2.5, 0.15], 12: [0, 10, 20], 13: [3, -1, 0, 1], 14: [-3, -1, -3, -1], 15: [0.25, 0.39, 0.415, 0.39],
        16: [25, 5, -5, -1], 17: [0.5, 1.5, -1, 0.01, 0.02], 18: [1, 2, 1, 1, 1, 1], 19: [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5]}
    if number in fixed:
        return np.array(fixed[number], float)
    t = i / (n + 1)
    sized = {
        20: 0 * i, 21: np.where(i % 2 == 1, -1.2, 1), 22: np.tile([3, -1, 0, 1], n)[:n], 23: i, 24: 0 * i + 0.5, 25: 1 - i / n, 26: 0 * i + 1 / n,
        27: 0 * i + 0.5, 28: t * (t - 1), 29: t * (t - 1), 30: 0 * i - 1, 31: 0 * i - 1, 32: 0 * i + 1, 33: 0 * i + 1, 34: 0 * i + 1, 35: t}
    return sized[number].astype(float)


def residuals_and_jacobian(number, x):
    f = RESIDUALS[number]
    r = np.real(np.asarray(f(x)))
    jacobian = np.empty((len(r), len(x)))
    for j in range(len(x)):
        z = x.astype(complex)
        z[j] += 1e-100j
        jacobian[:, j] = np.imag(np.asarray(f(z))) / 1e-100
    return r, jacobian
