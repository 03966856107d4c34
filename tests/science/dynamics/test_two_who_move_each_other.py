import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue.science.dynamics.fast import (
    Unstable,
    coupling,
    eigen_times,
    exponential,
    stationary_covariance,
    transition,
)
from duologue.science.dynamics.simulate import Parameters, Treatment, simulate
from duologue.science.dynamics.slow import Rates, plasticity

NOISE = np.array([[0.4, 0.0], [0.1, 0.3]])
settling = st.floats(0.2, 2.0)
moving = st.floats(-0.19, 0.19)
couples = st.builds(lambda a, b, c, d: coupling((a, b), (c, d)), settling, settling, moving, moving)


@given(couples)
def test_the_long_run_covariance_solves_the_lyapunov_equation(a):
    s = stationary_covariance(a, NOISE)
    np.testing.assert_allclose(a @ s + s @ a.T + NOISE @ NOISE.T, 0, atol=1e-10)
    np.testing.assert_allclose(s, s.T)


@given(couples, st.floats(0.01, 20))
def test_one_step_equals_two_half_steps(a, days):
    whole, spread = transition(a, NOISE, days)
    half, half_spread = transition(a, NOISE, days / 2)
    np.testing.assert_allclose(whole, half @ half, atol=1e-12)
    np.testing.assert_allclose(spread, half @ half_spread @ half.T + half_spread, atol=1e-12)


@given(couples, st.floats(0.01, 3))
def test_the_exponential_equals_its_power_series(a, days):
    term, total = np.eye(2), np.eye(2)
    for n in range(1, 60):
        term = term @ a * days / n
        total = total + term
    np.testing.assert_allclose(exponential(a, days), total, atol=1e-9)


def test_a_couple_that_circles_and_one_on_the_edge_are_handled():
    turning = coupling((0.3, 0.3), (0.5, -0.5))
    np.testing.assert_allclose(
        exponential(turning, 2.0),
        np.exp(-0.6) * np.array([[np.cos(1), np.sin(1)], [-np.sin(1), np.cos(1)]]),
    )
    alone = coupling((0.5, 0.5), (0.0, 0.0))
    np.testing.assert_allclose(exponential(alone, 2.0), np.exp(-1) * np.eye(2))


def test_two_who_move_each_other_without_end_are_refused():
    with pytest.raises(Unstable, match="larger alpha"):
        eigen_times(coupling((0.2, 0.2), (0.3, 0.3)))


def test_the_same_seed_gives_the_same_days():
    def days(seed):
        return simulate(
            times=[0, 1, 2.5, 7],
            start=Parameters(),
            noise=NOISE,
            error=0.2,
            rng=np.random.default_rng(seed),
        )

    np.testing.assert_array_equal(days(5).observed, days(5).observed)
    assert not np.array_equal(days(5).observed, days(6).observed)


def test_simulated_days_have_the_long_run_covariance():
    start = Parameters(alpha=(0.8, 0.6), beta=(0.3, 0.2), mu=(1.0, -1.0))
    made = simulate(
        times=np.arange(60_000) * 0.7,
        start=start,
        noise=NOISE,
        error=0.0,
        rng=np.random.default_rng(1),
    )
    wanted = stationary_covariance(coupling(start.alpha, start.beta), NOISE)
    np.testing.assert_allclose(np.cov(made.state.T), wanted, rtol=0.06)
    np.testing.assert_allclose(made.state.mean(axis=0), start.mu, atol=0.03)


def test_what_is_practised_in_the_window_stays_and_what_is_not_fades():
    times = np.arange(200.0)
    open_days = plasticity(times, [10, 17, 24])

    def resting(practice):
        treatment = Treatment(Parameters(mu=(2.0, 2.0)), open_days, practice, Rates())
        return simulate(
            times=times,
            start=Parameters(),
            noise=NOISE,
            error=0.1,
            rng=np.random.default_rng(2),
            treatment=treatment,
        ).theta[:, 4]

    practised, briefly, never = (
        resting(np.ones(200)),
        resting((times < 20).astype(float)),
        resting(np.zeros(200)),
    )
    assert practised[-1] > 1.2 > briefly[-1]
    assert briefly.max() > briefly[-1] > 0
    assert np.all(never == 0)


def test_times_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rising"):
        simulate(
            times=[0, 0],
            start=Parameters(),
            noise=NOISE,
            error=0,
            rng=np.random.default_rng(0),
        )
