"""Copula groups: from rank correlations to the mixing of normal scores (rule D3)."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from capsim.domain.distributions import Triangular
from capsim.domain.person import Person
from capsim.domain.portfolio import Portfolio
from capsim.domain.project import Project
from capsim.domain.task import Task
from capsim.domain.uncertainty import CopulaGroup
from capsim.errors import RepairWarning
from capsim.plan.correlation import correlated, mixing_matrix


def group(correlation, size=None):
    size = size or len(correlation)
    return CopulaGroup("g", [f"P/t{n}" for n in range(size)], correlation)


def pearson(ranks):
    return 2 * np.sin(np.pi * np.array(ranks, dtype=float) / 6)


def random_matrix(seed, size):
    """Return a rank matrix whose normal correlations are those of random vectors."""
    vectors = np.random.default_rng(seed).normal(size=(size, size + 2))
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    ranks = 6 / np.pi * np.arcsin(np.clip(vectors @ vectors.T, -1, 1) / 2)
    ranks = np.round((ranks + ranks.T) / 2, 12)
    np.fill_diagonal(ranks, 1)
    return ranks


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_mixing_gives_the_normal_correlations_of_the_ranks(seed, size):
    ranks = random_matrix(seed, size)
    mixing = mixing_matrix(group(ranks.tolist()))
    assert mixing @ mixing.T == pytest.approx(pearson(ranks), abs=1e-9)
    assert np.array_equal(mixing, np.tril(mixing))


def test_two_members_mix_as_the_formula_says():
    r = 2 * math.sin(math.pi * 0.5 / 6)
    assert mixing_matrix(group(0.5, 2)) == pytest.approx(
        np.array([[1, 0], [r, math.sqrt(1 - r * r)]]), abs=1e-14
    )


@pytest.mark.parametrize("size", [3, 5, 20])
def test_members_that_are_one_and_the_same_need_no_repair(size):
    assert np.array_equal(mixing_matrix(group(1, size)), np.eye(size)[[0] * size])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_a_repaired_matrix_is_no_farther_than_any_other_that_can_be(cells):
    ranks = np.eye(4)
    ranks[np.triu_indices(4, 1)] = cells
    ranks = np.maximum(ranks, ranks.T) + np.minimum(ranks, ranks.T) - np.eye(4)
    wanted = pearson(ranks)
    np.fill_diagonal(wanted, 1)
    if np.linalg.eigvalsh(wanted).min() >= -1e-9:
        return
    with pytest.warns(RepairWarning):
        mixing = mixing_matrix(group(ranks.tolist()))
    nearest = mixing @ mixing.T
    assert np.diagonal(nearest) == pytest.approx(1)
    # the nearest point of a convex set: no step towards any other of its points brings it closer
    for seed in range(60):
        other = pearson(random_matrix(seed, 4))
        np.fill_diagonal(other, 1)
        assert np.sum((wanted - nearest) * (other - nearest)) <= 1e-6


def test_the_warning_names_the_pair_that_changed_most():
    matrix = [[1, 0.9, 0.1], [0.9, 1, 0.95], [0.1, 0.95, 1]]
    with pytest.warns(RepairWarning, match=r"up to 0\.171 \(P/t1 with P/t2: 0\.950 became 0\.779\)"):
        mixing_matrix(group(matrix))


def test_a_check_finds_the_repair_before_any_run():
    laws = [Task(name, effort=Triangular(5, 8, 20), skill="backend") for name in ("t0", "t1", "t2")]
    for matrix, told in (
        ([[1, 0.9, 0.1], [0.9, 1, 0.95], [0.1, 0.95, 1]], "up to 0.171 (P/t1 with P/t2: 0.950 became 0.779)"),
        ([[1, 0.9, 0.8], [0.9, 1, 0.95], [0.8, 0.95, 1]], None),
    ):
        made = Portfolio(
            "A", "2027-01-04", [Person("Ada", "backend")], [Project("P", laws)], groups=[group(matrix)]
        )
        found = made.check()
        about = found[found.problem.str.startswith("Group 'g': these rank correlations cannot hold together")]
        assert about.severity.tolist() == ["warning"] * (told is not None)
        assert told is None or told in about.problem.item()


def test_correlated_uniforms_are_mixed_normal_scores():
    mixing = mixing_matrix(group(0.6, 3))
    u = np.array([[0.1, 0.5, 0.9], [0.3, 0.2, 0.6]])
    expected = special.ndtr(special.ndtri(u) @ mixing.T)
    assert correlated(mixing, u) == pytest.approx(expected, rel=1e-12)
    assert np.array_equal(correlated(mixing, u)[1:], correlated(mixing, u[1:]))


def test_uncorrelated_members_keep_their_uniforms():
    u = np.array([[0.1, 0.5, 0.9], [2.0**-33, 0.2, 1 - 2.0**-33]])
    assert correlated(mixing_matrix(group(0, 3)), u) == pytest.approx(u, rel=1e-12)


def test_a_large_group_is_mixed_in_reasonable_time_and_exactly():
    mixing = mixing_matrix(group(0.4, 60))
    assert (mixing @ mixing.T)[3, 50] == pytest.approx(2 * math.sin(math.pi * 0.4 / 6), abs=1e-12)
