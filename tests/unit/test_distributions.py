"""Laws are quantile functions; tables follow them closely; texts read back exactly (rule D2)."""

import ast
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

import capsim
from capsim.domain.distributions import (
    PERT,
    Beta,
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    LogNormal,
    Mixture,
    Quantiles,
    Scipy,
    Shifted,
    Triangular,
    Truncated,
    Uniform,
    Weibull,
    as_distribution,
    parse,
    three_point,
)
from capsim.errors import InputError, Refused

Z90 = stats.norm.ppf(0.9)
HALF_A_TICK = 0.5 / 480


def log_normal(sigma, p50=20.0):
    return LogNormal(p50=p50, p90=p50 * math.exp(sigma * Z90))


SMOOTH = [
    Uniform(0, 1),
    Uniform(2, 30),
    Triangular(3, 5, 9),
    Triangular(3, 3, 9),
    Triangular(0, 90, 90),
    PERT(5, 8, 15),
    PERT(5, 5, 15),
    PERT(0, 1, 400),
    PERT(1, 100, 100),
    PERT(1, 2, 100, weight=20),
    PERT(1, 2, 100, weight=0.5),
    *map(log_normal, (0.05, 0.3, 0.6, 0.9, 1.2)),
    LogNormal(mean=10, sd=20),
    Gamma(0.3, 30),
    Gamma(1, 5),
    Gamma(mean=10, sd=2),
    Weibull(0.7, 12),
    Weibull(1.5, 12),
    Weibull(8, 12),
    Beta(2, 5, low=1, high=30),
    Beta(0.5, 0.5, low=3, high=9),
    Beta(8, 1.2, low=0, high=50),
    Exponential(7),
    Quantiles(5, 8, 15),
    Quantiles(1, 10, 11),
    Quantiles(5, 10, 40),
    Shifted(log_normal(0.8), 4),
    Scipy("genexpon", 9, 16, 3, scale=30),
    Scipy("norm", loc=40, scale=3),
    Truncated(Scipy("norm", 5, 3), low=0),
    Truncated(log_normal(1.2), high=100),
    Truncated(Scipy("cauchy", 10, 4), low=0, high=200),
    Truncated(Triangular(-5, 6, 9), low=1, high=8),
    Mixture([PERT(5, 8, 15), log_normal(0.9)], weights=[0.8, 0.2]),
    Mixture([Uniform(1, 2), Uniform(10, 11)]),
]
STEPPED = [
    Fixed(8),
    Uniform(3, 3),
    PERT(5, 5, 5),
    LogNormal(4, 4),
    Empirical([3, 1, 2, 2, 8]),
    Empirical([1, 2, 40], weights=[5, 0, 1]),
    Empirical(list(range(1000))),
    Mixture([3, 9, 4], weights=[0.2, 0.5, 0.3]),
    Scipy("poisson", 4.5),
    Scipy("randint", 2, 9, loc=1),
    Shifted(Empirical([1, 3]), 1.5),
    Truncated(Scipy("poisson", 6), low=3, high=11),
    Truncated(Empirical([1, 2, 3, 4]), low=2, high=3),
]
MIXED = [
    Mixture([PERT(5, 8, 15), 20], weights=[0.8, 0.2]),
    Mixture([0, Exponential(5)], weights=[0.3, 0.7]),
    Truncated(Mixture([5, Uniform(2, 8)]), low=3, high=5),
    Mixture([Empirical([4, 6]), LogNormal(5, 9)], weights=[1, 3]),
]


def of_scipy(law):
    """The same law from scipy.stats, as the oracle."""
    match law:
        case Uniform(low, high):
            return stats.uniform(low, high - low)
        case Triangular(low, likely, high):
            return stats.triang((likely - low) / (high - low), low, high - low)
        case PERT(low, likely, high, weight):
            peak = (likely - low) / (high - low)
            return stats.beta(1 + weight * peak, 1 + weight * (1 - peak), low, high - low)
        case Beta(a, b, low, high):
            return stats.beta(a, b, low, high - low)
        case LogNormal(p50, p90):
            return stats.lognorm(math.log(p90 / p50) / Z90, scale=p50)
        case Gamma(shape, scale):
            return stats.gamma(shape, scale=scale)
        case Weibull(shape, scale):
            return stats.weibull_min(shape, scale=scale)
        case Exponential(scale):
            return stats.expon(scale=scale)
    return None


@pytest.mark.parametrize("law", [law for law in SMOOTH if of_scipy(law)], ids=str)
def test_a_law_agrees_with_scipy(law):
    other, u = of_scipy(law), np.concatenate([[1e-6, 1e-3], np.linspace(0.01, 0.99, 99), [0.999, 1 - 1e-6]])
    x = other.ppf(u)
    assert law.quantile(u) == pytest.approx(x, rel=1e-9, abs=1e-12)
    assert law.cdf(x) == pytest.approx(u, rel=1e-9, abs=1e-10)
    assert law.mean() == pytest.approx(other.mean(), rel=1e-9)
    assert law.sd() == pytest.approx(other.std(), rel=1e-7)
    assert law.support() == pytest.approx(other.support())


def test_quantiles_meets_its_percentiles_and_its_moments():
    law = Quantiles(5, 8, 15)
    assert law.quantile(np.array([0.1, 0.5, 0.9])) == pytest.approx([5, 8, 15], rel=1e-12)
    z = (np.arange(-3200, 3200) + 0.5) / 400
    weight, values = stats.norm.pdf(z) / 400, law.quantile(special.ndtr(z))
    assert law.mean() == pytest.approx(np.sum(weight * values), rel=1e-6)
    assert law.sd() == pytest.approx(math.sqrt(np.sum(weight * (values - law.mean()) ** 2)), rel=1e-5)


def test_quantiles_is_the_log_normal_when_the_percentiles_are():
    u = np.linspace(0.01, 0.99, 50)
    assert Quantiles(2, 4, 8).quantile(u) == pytest.approx(LogNormal(4, 8).quantile(u), rel=1e-12)


def test_a_truncated_normal_has_the_textbook_mean_and_sd():
    law, other = Truncated(Scipy("norm", 5, 3), low=0, high=9), stats.truncnorm(-5 / 3, 4 / 3, 5, 3)
    assert law.mean() == pytest.approx(other.mean(), rel=1e-9)
    assert law.sd() == pytest.approx(other.std(), rel=1e-8)
    assert law.quantile(0.25) == pytest.approx(other.ppf(0.25), rel=1e-9)


def test_a_mixture_has_the_mean_and_variance_of_its_parts():
    law = Mixture([Fixed(2), Uniform(4, 10)], weights=[1, 3])
    assert law.mean() == pytest.approx(0.25 * 2 + 0.75 * 7)
    assert law.sd() ** 2 == pytest.approx(0.25 * 4 + 0.75 * (49 + 3) - law.mean() ** 2)


def test_a_mixture_quantile_is_the_first_value_that_enough_lies_at_or_below():
    law = Mixture([Fixed(6), Uniform(4, 8)], weights=[0.5, 0.5])
    assert law.quantile(0.125) == pytest.approx(5)
    assert [law.quantile(u) for u in (0.26, 0.5, 0.74)] == pytest.approx([6, 6, 6], abs=1e-15)
    assert law.quantile(0.875) == pytest.approx(7)


def test_an_empirical_quantile_is_an_order_statistic():
    law = Empirical([3, 1, 2, 2])
    assert [law.quantile(u) for u in (0.0, 0.25, 0.2500001, 0.75, 0.7500001, 1.0)] == [1, 1, 2, 2, 3, 3]


def nodes():
    """Uniforms from P0.1 to P99.9 that fall on no node of a table."""
    return special.ndtr(np.linspace(-3.0902, 3.0902, 1777))


@pytest.mark.parametrize("law", SMOOTH + MIXED, ids=str)
def test_a_table_follows_its_law_from_p01_to_p999(law):
    u = nodes()
    exact, fast = law.quantile(u), law.table().sample(u)
    assert np.all(np.abs(fast - exact) <= np.maximum(0.005 * np.abs(exact), HALF_A_TICK))


@pytest.mark.parametrize("law", SMOOTH + MIXED, ids=str)
def test_a_table_keeps_mean_and_sd(law):
    edges = [0.0, *sorted({law.cdf(x) for x in np.array([*law._cuts(), 2.0])}), 1.0]
    z = (np.arange(-8 * 256, 8 * 256) + 0.37) / 256
    mean = square = 0.0
    for low, high in pairwise(edges):
        values = law.table().sample(low + (high - low) * special.ndtr(z))
        weight = (high - low) * stats.norm.pdf(z) / 256
        mean += np.sum(weight * values)
        square += np.sum(weight * (values - law.mean()) ** 2)
    assert mean == pytest.approx(law.mean(), rel=0.001)
    assert math.sqrt(square - (mean - law.mean()) ** 2) == pytest.approx(law.sd(), rel=0.005)


@pytest.mark.parametrize("law", STEPPED, ids=str)
def test_a_law_of_steps_is_sampled_exactly(law):
    u = np.concatenate([(np.arange(5000) + 0.5) / 5000, [2.0**-33, 1 - 2.0**-33]])
    assert np.array_equal(law.table().sample(u), law.quantile(u))


def test_a_table_keeps_the_weight_of_an_atom_to_the_last_digit():
    table = Mixture([PERT(5, 8, 15), 20], weights=[0.8, 0.2]).table()
    assert table.sample(np.array([np.nextafter(0.8, 0), np.nextafter(0.8, 1)])) == pytest.approx(
        [15, 20], abs=1e-2
    )
    assert table.sample(np.array([np.nextafter(0.8, 1), 1 - 2.0**-33])).tolist() == [20, 20]


@pytest.mark.parametrize("law", SMOOTH + STEPPED + MIXED, ids=str)
def test_a_table_is_monotone_and_stays_in_the_support(law):
    u = np.concatenate([[2.0**-40, 2.0**-33], (np.arange(20000) + 0.5) / 20000, [1 - 2.0**-33, 1 - 2.0**-40]])
    values = law.table().sample(u)
    low, high = law.support()
    assert np.all(np.diff(values) >= 0)
    slack = 4 * np.spacing(max(abs(values[0]), abs(values[-1])))
    assert low - slack <= values[0]
    assert values[-1] <= high + slack


@pytest.mark.parametrize("law", SMOOTH + STEPPED + MIXED, ids=str)
def test_quantile_and_cdf_are_inverse(law):
    u = np.linspace(0.001, 0.999, 333)
    x = law.quantile(u)
    assert np.all(law.cdf(x) >= u - 1e-9)
    assert np.all(law._shares_below(x) <= u + 1e-9)


@pytest.mark.parametrize(
    "laws",
    [(PERT(5, 8, 15), PERT(10, 16, 30)), (LogNormal(3, 6), LogNormal(30, 60)), (Gamma(2, 3), Gamma(2, 9))],
    ids=str,
)
def test_laws_of_one_shape_share_one_table(laws):
    one, other = (law.standard_table() for law in laws)
    assert one[0] is other[0]
    assert one[1:] != other[1:]


def test_a_scaled_table_samples_as_the_law_does():
    u = nodes()
    table, loc, scale = PERT(10, 16, 30).standard_table()
    assert loc + scale * table.sample(u) == pytest.approx(PERT(10, 16, 30).table().sample(u), rel=1e-14)


# ---------------------------------------------------------------- texts

numbers = st.floats(0.01, 1000, allow_nan=False)
three = st.lists(numbers, min_size=3, max_size=3, unique=True).map(sorted)
weights = st.lists(st.floats(0.1, 10), min_size=2, max_size=2)
plain = st.one_of(
    numbers.map(Fixed),
    three.map(lambda x: Uniform(*x[:2])),
    three.map(lambda x: Triangular(*x)),
    three.map(lambda x: PERT(*x)),
    st.tuples(three, st.floats(0.1, 50)).map(lambda x: PERT(*x[0], weight=x[1])),
    st.tuples(numbers, st.floats(1, 50)).map(lambda x: LogNormal(x[0], x[0] * x[1])),
    st.tuples(numbers, numbers).map(lambda x: LogNormal(mean=x[0] + 10, sd=x[1] / 10)),
    st.tuples(st.floats(0.1, 50), numbers).map(lambda x: Gamma(*x)),
    st.tuples(st.floats(0.1, 50), numbers).map(lambda x: Weibull(*x)),
    st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)).map(lambda x: Beta(*x)),
    st.tuples(st.floats(0.1, 50), st.floats(0.1, 50), three).map(lambda x: Beta(x[0], x[1], *x[2][:2])),
    numbers.map(Exponential),
    st.lists(numbers, min_size=1, max_size=5).map(Empirical),
    st.tuples(st.lists(numbers, min_size=2, max_size=2), weights).map(lambda x: Empirical(*x)),
    numbers.map(lambda x: Scipy("norm", loc=x, scale=x)),
    numbers.map(lambda x: Scipy("gamma", x, scale=3)),
)


def truncated(law, **bounds):
    """Truncate a law, unless it lies outside the bounds altogether."""
    try:
        return Truncated(law, **bounds)
    except Refused:
        return law


laws = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(Mixture),
        st.tuples(st.lists(inner, min_size=2, max_size=2), weights).map(lambda x: Mixture(*x)),
        st.tuples(inner, st.floats(-5, 5)).map(lambda x: Shifted(*x)),
        inner.map(lambda x: truncated(x, low=0)),
        inner.map(lambda x: truncated(x, low=-1.5, high=1e6)),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(laws)
def test_the_text_of_a_law_reads_back_as_the_same_law(law):
    again = parse(str(law))
    assert again == law
    assert hash(again) == hash(law)
    assert str(again) == str(law)


@settings(max_examples=60, deadline=None)
@given(plain, st.lists(st.floats(2.0**-40, 1 - 2.0**-40), min_size=2, max_size=30))
def test_any_table_is_monotone(law, u):
    assert np.all(np.diff(law.table().sample(np.sort(np.array(u)))) >= 0)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="PERTUniformLogNoScipy()[],=0123456789.+-eE _'\"\\\n", max_size=40))
def test_no_text_ends_in_anything_but_a_law_or_a_refusal(text):
    try:
        law = as_distribution(text)
    except Refused as error:
        assert str(error)
    else:
        assert parse(str(law)) == law


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("8", Fixed(8)),
        (" +8.50 ", Fixed(8.5)),
        ("1e2", Fixed(100)),
        ("pert( 5,8 ,15 )", PERT(5, 8, 15)),
        ("PERT(low=5, high=15, likely=8)", PERT(5, 8, 15)),
        ("LogNormal(mean=10, sd=5)", LogNormal(mean=10, sd=5)),
        ("Exponential(mean=3)", Exponential(3)),
        ("Mixture([PERT(5, 8, 15), 20], [4, 1])", Mixture([PERT(5, 8, 15), 20], weights=[4, 1])),
        ("Truncated(Scipy(norm, 5, 3))", Truncated(Scipy("norm", 5, 3))),
        ("Scipy(gamma, a=2, scale=3)", Scipy("gamma", 2, scale=3)),
    ],
)
def test_a_law_can_be_written_in_several_ways(text, law):
    assert parse(text) == law


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PRT(1,2,3)", "no law called 'PRT'.*did you mean 'PERT'"),
        ("LogNorm(p50=1,p90=2)", "did you mean 'LogNormal'"),
        ("PERT(low=1,likly=2,high=3)", "PERT has no argument 'likly'.*did you mean 'likely'"),
        ("PERT(1,2)", r"missing a required argument: 'high'.*PERT\(low, likely, high, weight\)"),
        ("PERT(1,2,3,4,5)", "too many"),
        ("PERT(1,2,low=3)", "multiple values for argument 'low'"),
        ("PERT(low=1, low=2)", "low given twice"),
        ("PERT(low=1, 2, 3)", "without a name after one with"),
        ("PERT(1,2,3", "no , or \\) at the end"),
        ("PERT", "no \\( after PERT"),
        ("", "neither a number nor a law .*write a number such as 8"),
        ("8 9", "neither a number nor a law .*write a number such as 8"),
        ("5d", "neither a number nor a law .*write 5"),
        ("Uniform(1,,2)", "no number, law or list at ',2"),
        ("Mixture([norm])", "a bare word 'norm'"),
        ("__import__('os').system('x')", "no law called '__import__'"),
        ("Scipy(nrm, 3)", "no such law in scipy.stats.*did you mean 'norm'"),
        ("Scipy(__doc__)", "no such law in scipy.stats"),
        ("Scipy(norm, foo=3)", "norm has no argument 'foo'"),
        ("Scipy(gamma)", "gamma needs a"),
        ("Scipy(gamma, -1)", "does not take these arguments"),
        ("Truncated(" * 10_000, "nested too deeply"),
        ("Mixture(" + "[" * 10_000, "nested too deeply"),
        ("9" * 2_000_000, "too long"),
    ],
    ids=lambda text: text[:30],
)
def test_a_text_that_is_no_law_is_refused_with_advice(text, words):
    with pytest.raises(Refused, match=f"(?s){words}"):
        parse(text)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: PERT(5, 3, 2), "PERT: low above likely.*low ≤ likely ≤ high"),
        (lambda: PERT(1, 2, float("nan")), "PERT: high is not a finite number"),
        (lambda: PERT(1, 2, "x"), "PERT: high is not a number"),
        (lambda: PERT(1, 2, 3, weight=0), "weight is not above 0"),
        (lambda: Uniform(3, 1), "low above high"),
        (lambda: LogNormal(0, 3), "p50 is not above 0"),
        (lambda: LogNormal(4, 3), "p50 above p90"),
        (lambda: LogNormal(3), "p90 is missing"),
        (lambda: LogNormal(3, mean=3, sd=2), "neither p50 and p90 nor mean and sd"),
        (lambda: LogNormal(1e-300, 1e300), "beyond all use"),
        (lambda: Gamma(0.001, 3), "shape too small"),
        (lambda: Weibull(-1, 3), "shape is not above 0"),
        (lambda: Exponential(0), "mean is not above 0"),
        (lambda: Quantiles(5, 5, 9), "not rising"),
        (lambda: Quantiles(0, 5, 9), "p10 is not above 0"),
        (lambda: Empirical([]), "no values"),
        (lambda: Empirical([1, "x"]), "entry 2, is not a number"),
        (lambda: Empirical([1, 2], weights=[1]), "weights do not fit"),
        (lambda: Mixture([1, 2], weights=[0, 0]), "weights do not fit"),
        (lambda: Mixture([]), "no laws"),
        (lambda: Truncated(Uniform(1, 2), low=5), "never lies between the bounds"),
        (lambda: Truncated(Uniform(1, 2), low=5, high=4), "low above high"),
        (lambda: PERT(1, 2, 3).quantile(1.5), "no probability"),
        (lambda: Scipy.of(stats.rv_discrete(values=([1, 2], [0.5, 0.5]))()), "does not know by name"),
    ],
)
def test_arguments_that_make_no_law_are_refused(make, words):
    with pytest.raises(InputError, match=words):
        make()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (-3, "below 0.*write 0 or more"),
        (Scipy("norm", 5, 3), r"below 0.*write Truncated\(Scipy\(norm, loc=5, scale=3\), low=0\)"),
        (Shifted(Exponential(3), -1), r"below 0.*Truncated\(Shifted"),
        ("Scipy(levy)", "without finite mean or sd.*Truncated"),
        ("Scipy(pareto, 1.5)", "without finite mean or sd"),
        ("Truncated(Scipy(cauchy), low=0)", "without finite mean or sd"),
        (1e6, "too large.*100,000"),
        ("Scipy(zipf, 4, loc=-5)", "below 0"),
        (True, "not an amount"),
        (object(), "not an amount"),
        ([1, 2], "not an amount"),
        (stats.norm, "not an amount"),
    ],
)
def test_what_can_be_no_amount_is_refused_with_advice(given, words):
    with pytest.raises(Refused, match=words):
        as_distribution(given)


@pytest.mark.parametrize(
    ("given", "law"),
    [
        (None, None),
        (8, Fixed(8)),
        (np.float64(2.5), Fixed(2.5)),
        ("8", Fixed(8)),
        (PERT(1, 2, 3), PERT(1, 2, 3)),
        (stats.gamma(2, scale=3), Scipy("gamma", 2, scale=3)),
        (stats.gamma(a=2, scale=3), Scipy("gamma", 2, scale=3)),
        (stats.poisson(3), Scipy("poisson", 3)),
        ("Truncated(Scipy(cauchy), low=0, high=100)", Truncated(Scipy("cauchy"), 0, 100)),
    ],
    ids=lambda given: type(given).__name__ if "object at" in str(given) else str(given),
)
def test_friendly_forms_become_one_canonical_law(given, law):
    assert as_distribution(given) == law


def test_low_and_high_can_be_declared_p10_and_p90():
    assert three_point(5, 8, 15) == PERT(5, 8, 15)
    assert three_point(5, 8, 15, as_quantiles=True) == Quantiles(p10=5, p50=8, p90=15)


def test_only_one_possible_value_is_fixed():
    fixed = [Fixed(3), Uniform(3, 3), PERT(3, 3, 3), LogNormal(3, 3), Empirical([3, 3]), Shifted(Fixed(2), 1)]
    assert all(law.is_fixed and law.quantile(0.3) == 3 and law.mean() == 3 and law.sd() == 0 for law in fixed)
    assert not any(law.is_fixed for law in SMOOTH + MIXED)


def test_a_law_cannot_be_changed():
    with pytest.raises(AttributeError):
        PERT(1, 2, 3).low = 5


def test_no_vectorized_exp_log_or_power_stands_between_a_seed_and_a_tick():
    package = Path(capsim.__file__).parent
    files = [*(package / "domain/laws").glob("*.py"), package / "domain/tables.py", package / "clock.py"]
    files += [package / "plan" / f"{name}.py" for name in ("streams", "draws", "estimates", "correlation")]
    allowed = {
        "np": {
            "abs",
            "add",
            "all",
            "arange",
            "argmax",
            "argsort",
            "array",
            "asarray",
            "bool_",
            "broadcast_to",
            "ceil",
            "clip",
            "concatenate",
            "copy",
            "diagonal",
            "diff",
            "empty",
            "empty_like",
            "eye",
            "fill_diagonal",
            "flatnonzero",
            "float64",
            "floating",
            "fromiter",
            "full",
            "full_like",
            "int64",
            "integer",
            "isfinite",
            "isnan",
            "maximum",
            "minimum",
            "ndarray",
            "ones",
            "ones_like",
            "outer",
            "put_along_axis",
            "searchsorted",
            "sqrt",
            "stack",
            "sum",
            "uint32",
            "uint64",
            "unique",
            "unravel_index",
            "where",
            "zeros",
            "zeros_like",
        },
        "special": {"betainc", "betaincinv", "expm1", "gammainc", "gammaincinv", "log1p", "ndtr", "ndtri"},
    }
    used = {"np": set(), "special": set()}
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in used:
                used[node.value.id].add(node.attr)
    assert used["np"] <= allowed["np"]
    assert used["special"] <= allowed["special"]
