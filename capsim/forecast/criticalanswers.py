"""The questions about schedule risk that a forecast answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capsim.forecast.critical import criticality_frame, merge_frame
from capsim.forecast.networks import network_frame
from capsim.forecast.tornado import tornado_frame

if TYPE_CHECKING:
    import pandas as pd

    from capsim.forecast.facts import Facts

__all__ = ["CriticalAnswers"]


class CriticalAnswers:
    """What a forecast says about what decides the dates."""

    if TYPE_CHECKING:

        @property
        def _facts(self) -> Facts: ...

    def criticality(self) -> pd.DataFrame:
        """Return how often each task decides when its project is finished, and how much it moves it.

        Two questions that are kept apart. *Critical*: with the amounts of a future and people without limit,
        the task has no float; of tasks that tie all are critical. *On the chain*: with the people that there
        are, the task is on the one chain of causes that leads to the finish of its project (rule R18).

        Returns
        -------
        DataFrame
            One row per task, in the order of the portfolio; items of streams are not among them.

            ================== ======= ===== ===============================================================
            column             dtype   unit  meaning
            ================== ======= ===== ===============================================================
            project, task      str           the task and its project
            critical           float64 share futures without float, of those in which the project goes ahead
                                             and no gate stops it
            critical_low,      float64 share 95 % interval of that
            critical_high
            on_chain           float64 share futures on the chain, of those in which the project is finished
            on_chain_low,      float64 share 95 % interval of that
            on_chain_high
            significance       float64       SI: mean of d / (d + float) · T / mean(T), with its length d and
                                             that of the project T
            significance_error float64       its Monte Carlo standard error
            sensitivity        float64       SSI: critical · sd(d) / sd(T)
            sensitivity_error  float64       its Monte Carlo standard error
            pearson,           float64       cruciality: correlations of d and T; NaN where one never changes
            spearman, kendall
            pearson_error, …   float64       their Monte Carlo standard errors
            ================== ======= ===== ===============================================================

        Raises
        ------
        InputError
            If only the dates of projects were kept.

        Notes
        -----
        Lengths are those of nominal teams at mean speeds, as in rule R13, of the effort drawn; what risks
        with a window or rework that depends on people add while work goes on is none of them.

        Examples
        --------
        >>> import capsim as cs
        >>> tasks = [cs.Task("short", effort=2, skill="backend"), cs.Task("long", effort=5, skill="backend")]
        >>> people, projects = [cs.Person("Ada", "backend")], [cs.Project("Shop", tasks)]
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, projects)
        >>> cs.simulate(demo, replications=10, progress=False).criticality()[["task", "critical", "on_chain"]]
            task  critical  on_chain
        0  short       0.0       1.0
        1   long       1.0       1.0
        """
        return criticality_frame(self._facts)

    def network(self, project: str | None = None) -> pd.DataFrame:
        """Return what each task waits for, beside how often it decides when its project is finished.

        Parameters
        ----------
        project : str, optional
            Only this one.

        Returns
        -------
        DataFrame
            One row per task and task of the same project that it waits for, one for a task that waits for
            none; in the order of the portfolio.

            ======== ======= ===== =========================================================================
            column   dtype   unit  meaning
            ======== ======= ===== =========================================================================
            project  str           the project
            task     str           the task
            after    str           what it waits for; empty for nothing in its project
            critical float64 share futures in which the task has no float, as in `criticality`
            on_chain float64 share futures in which it is on the chain, as in `criticality`
            ======== ======= ===== =========================================================================

        Raises
        ------
        InputError
            If there is no such project, or only the dates of projects were kept.

        See Also
        --------
        capsim.plots.criticality_network : The picture of it.

        Examples
        --------
        >>> import capsim as cs
        >>> tasks = [cs.Task("build", effort=5, skill="backend"), cs.Task("live", after="build")]
        >>> demo = cs.Portfolio(
        ...     "Demo", "2027-01-04", [cs.Person("Ada", "backend")], [cs.Project("Shop", tasks)]
        ... )
        >>> cs.simulate(demo, replications=10, progress=False).network("Shop")
          project   task  after  critical  on_chain
        0    Shop  build              1.0       1.0
        1    Shop   live  build       1.0       0.0
        """
        return network_frame(self._facts, project)

    def merge_bias(self) -> pd.DataFrame:
        """Return where several paths meet, and how much later the latest is than a plan of means says.

        Returns
        -------
        DataFrame
            One row per task that waits for several others, and per project with several last tasks; the
            largest bias first. As if there were people without limit.

            ============= ======= ============ ============================================================
            column        dtype   unit         meaning
            ============= ======= ============ ============================================================
            project       str                  the project
            task          str                  the task at which paths meet; missing for the project's end
            paths         int64                how many paths meet
            latest_mean   float64 working days from the start of the portfolio, of the path that is latest in
                                               the mean
            mean          float64 working days the same for whichever path is latest: its mean
            bias_days     float64 working days mean − latest_mean
            error         float64 working days its Monte Carlo standard error
            ============= ======= ============ ============================================================

        Raises
        ------
        InputError
            If only the dates of projects were kept.
        """
        return merge_frame(self._facts)

    def tornado(self, by: str = "task", project: str | None = None) -> pd.DataFrame:
        """Return what the finish swings with: how far it moves from one end of an input to the other.

        The futures are ranked by what was drawn, and the mean finishes of the lowest and of the highest fifth
        are compared; of a risk, those without and with it. Tasks are ranked by their own draws: what drivers,
        shared ranges and risks do to many of them is told of these. An input that is correlated with others
        (`CopulaGroup`) has their swing too; `risks` tells what the removal of a risk or a driver gains.

        Parameters
        ----------
        by : {"task", "driver", "risk"}
            ``"task"``: how long each takes a nominal team by its own draw; ``"driver"``: each driver, and
            what the estimates of a project share; ``"risk"``: each risk that has a probability.
        project : str, optional
            Whose finish; without one the last of the portfolio.

        Returns
        -------
        DataFrame
            One row per input that differs between futures, the largest swing first; ``attrs["finish_of"]``
            is the project, or the portfolio.

            ============= ======= ============= ============================================================
            column        dtype   unit          meaning
            ============= ======= ============= ============================================================
            project,      str                   the task and its project; by driver and risk one column of
            task                                that name
            low_days      float64 calendar days mean finish at the low end, less the mean of all futures
            high_days     float64 calendar days mean finish at the high end, less the mean of all futures
            swing_days    float64 calendar days high_days − low_days
            error         float64 calendar days its Monte Carlo standard error
            tie           bool                  whether the swing differs from 0 by no more than its error
            ============= ======= ============= ============================================================

        Raises
        ------
        InputError
            If there is no such grouping or project.

        Notes
        -----
        Futures in which something is never finished, or stopped, are left out.

        Examples
        --------
        >>> import capsim as cs
        >>> work = [cs.Task("wide", effort=cs.PERT(5, 20, 60), skill="backend"),
        ...         cs.Task("narrow", effort=cs.PERT(9, 10, 11), skill="backend", after="wide")]
        >>> people = [cs.Person("Ada", "backend")]
        >>> demo = cs.Portfolio("Demo", "2027-01-04", people, [cs.Project("Shop", work)])
        >>> cs.simulate(demo, replications=200, seed=7, progress=False).tornado()["task"].tolist()
        ['wide', 'narrow']
        """
        return tornado_frame(self._facts, by, project)
