# made by python -m kit.measures.typed
"""The rows of every measure, as `kit.frames.rows_of` gives them: one class a measure, one field a column, and the structs within.

A cell may be NULL, so its type is `float | Any`: a misspelt column is an error, and no cell has to be checked before it is used.
"""

from datetime import date, datetime
from typing import Any, TypedDict


class Source(TypedDict):
    """What a row holds in one cell."""

    source_id: str | Any
    publisher: str | Any
    via: str | Any
    read_as: str | Any
    title: str | Any
    url: str | Any
    published_on: str | Any
    kind: str | Any
    row_id: str | Any


class SourceId(TypedDict):
    """What a row holds in one cell."""

    source_id: str | Any


class Rival(TypedDict):
    """What a row holds in one cell."""

    low: float | Any
    high: float | Any
    is_approximate: bool | Any


class PublishedLength(TypedDict):
    """What a row holds in one cell."""

    low: float | Any
    high: float | Any
    is_approximate: bool | Any
    scope: str | Any
    scope_ko: str | Any
    said_by: str | Any
    said_on: str | Any
    sources: list[Source] | Any


class Attribution(TypedDict):
    """Give who said when who or what was to blame, with the verdict as of the last review."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    row_id: str | Any
    onset_earliest: datetime | Any
    onset_latest: datetime | Any
    outage_country: str | Any
    at_utc: datetime | Any
    at_latest_utc: datetime | Any
    said_printed: str | Any
    said_on: str | Any
    said_by: str | Any
    said_by_ko: str | Any
    speaker_kind: str | Any
    speaker_country: str | Any
    question: str | Any
    blamed: str | Any
    blamed_ko: str | Any
    cause: str | Any
    cause_ko: str | Any
    polarity: str | Any
    told: str | Any
    verdict: str | Any
    verdict_basis: str | Any
    refutes: str | Any
    status: str | Any
    sources: list[Source] | Any


class AttributionDelay(TypedDict):
    """Give the hours from the onset to the first right and the first wrong blame for the cause, by kind of speaker and country."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    speaker: str | Any
    country: str | Any
    right_low_hours: float | Any
    right_high_hours: float | Any
    first_by: str | Any
    first_by_ko: str | Any
    blamed: str | Any
    blamed_ko: str | Any
    wrong_low_hours: float | Any
    wrong_high_hours: float | Any
    statements: int | Any
    wrong: int | Any
    sources: list[Source] | Any


class Availability(TypedDict):
    """Give the share of each day, month or quarter (`by`, UTC) without a posted incident, for each provider, as bounds. Overlaps count once."""

    provider: str | Any
    month: date | Any
    hours: float | Any
    down_hours_low: float | Any
    down_hours_high: float | Any
    availability_low: float | Any
    availability_high: float | Any
    incidents: int | Any
    maintenance: int | Any
    flagged: int | Any
    undated: int | Any
    quarantined: int | Any
    sources: list[SourceId] | Any


class BlameAnswers(TypedDict):
    """Give each blame beside its answer, with the hours between the two; `answered_as` tells the one blamed from others."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    row_id: str | Any
    question: str | Any
    said_on: str | Any
    said_by: str | Any
    said_by_ko: str | Any
    blamed: str | Any
    blamed_ko: str | Any
    cause: str | Any
    cause_ko: str | Any
    verdict: str | Any
    answered_by: str | Any
    answered_by_ko: str | Any
    answered_as: str | Any
    reply: str | Any
    reply_ko: str | Any
    reply_verdict: str | Any
    later_low_hours: float | Any
    later_high_hours: float | Any
    sources: list[Source] | Any


class CoOccurrence(TypedDict):
    """Test whether two providers, or two components of one (`by`), are down together more often than by chance (`kit.estimators.co_occurrence`)."""

    by: str | Any
    provider: str | Any
    component: str | Any
    other_provider: str | Any
    other_component: str | Any
    watched_hours: float | Any
    weeks: int | Any
    hours: float | Any
    other_hours: float | Any
    both_hours: float | Any
    chance_hours: float | Any
    chance_low_hours: float | Any
    chance_high_hours: float | Any
    shared_reports: int | Any
    shifts: int | Any
    p_value: float | Any
    why: str | Any
    p_adjusted: float | Any
    maintenance: int | Any
    flagged: int | Any
    undated: int | Any
    quarantined: int | Any
    sources: list[SourceId] | Any


class Compensation(TypedDict):
    """Give who paid, promised, claims or owes what, one row a statement, and a ratio to the loss only where both are of the same people."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    payer: str | Any
    payer_ko: str | Any
    claimant: str | Any
    claimant_ko: str | Any
    kind: str | Any
    scope: str | Any
    scope_ko: str | Any
    low: float | Any
    high: float | Any
    currency: str | Any
    unit: str | Any
    paid_or_promised: str | Any
    payment_form: str | Any
    payment_per: str | Any
    dated: str | Any
    is_approximate: bool | Any
    case_id: str | Any
    state: str | Any
    state_ko: str | Any
    loss_low: float | Any
    loss_high: float | Any
    against_loss_low: float | Any
    against_loss_high: float | Any
    why: str | Any
    sources: list[Source] | Any


class Conflicts(TypedDict):
    """Give accepted rows that cannot all be right, side by side: what each says, who said it when, which one conclusions take, and why."""

    outage_id: str | Any
    conflict_id: str | Any
    question: str | Any
    question_ko: str | Any
    row_id: str | Any
    table_name: str | Any
    what: str | Any
    metric: str | Any
    metric_ko: str | Any
    entity: str | Any
    entity_ko: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any
    at_printed: str | Any
    is_approximate: bool | Any
    text: str | Any
    text_ko: str | Any
    is_preferred: bool | Any
    measured_by: str | Any
    said_on: str | Any
    why: str | Any
    why_ko: str | Any
    sources: list[Source] | Any


class Corrections(TypedDict):
    """Give what was printed and is wrong, or was replaced by its own speaker: by whom and when, what is right, by whom, and why."""

    outage_id: str | Any
    correction_id: str | Any
    kind: str | Any
    printed: str | Any
    printed_ko: str | Any
    printed_by: list[str] | Any
    printed_on: str | Any
    correct: str | Any
    correct_ko: str | Any
    corrected_by: list[str] | Any
    corrected_on: str | Any
    why: str | Any
    why_ko: str | Any
    row_ids: list[str] | Any
    right_row_ids: list[str] | Any
    sources: list[Source] | Any


class DeviceSensitivity(TypedDict):
    """Give the share of the devices against each cited number of devices in use, and how many there must be for a printed share to hold."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    entity_id: str | Any
    population: str | Any
    population_ko: str | Any
    counted: str | Any
    scope: str | Any
    scope_ko: str | Any
    base: str | Any
    base_ko: str | Any
    base_year: str | Any
    day: str | Any
    affected_low: float | Any
    affected_high: float | Any
    in_use_low: float | Any
    in_use_high: float | Any
    share_low: float | Any
    share_high: float | Any
    is_approximate: bool | Any
    rests_on: str | Any
    why: str | Any
    counted_among: int | Any
    base_counted: str | Any
    measured_by: str | Any
    is_disputed: bool | Any
    said_on: str | Any
    sources: list[Source] | Any


class FlightsCancelled(TypedDict):
    """Give flights cancelled by airline, window (`day`, `running`, `event`, `month`) and scope, rival counts as a range."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    entity_id: str | Any
    entity: str | Any
    entity_ko: str | Any
    entity_kind: str | Any
    country: str | Any
    scope: str | Any
    scope_ko: str | Any
    window: str | Any
    day: str | Any
    from_utc: datetime | Any
    as_of_utc: datetime | Any
    low: float | Any
    high: float | Any
    is_approximate: bool | Any
    counted_by: list[str] | Any
    claims: int | Any
    sources: list[Source] | Any


class HarmAfterRepair(TypedDict):
    """Give what an entity cancelled after its systems were back, and the hours from then to normal operations."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    entity: str | Any
    entity_ko: str | Any
    function: str | Any
    back_low_hours: float | Any
    back_high_hours: float | Any
    harm: str | Any
    harm_function: str | Any
    day: str | Any
    scope: str | Any
    scope_ko: str | Any
    low: float | Any
    high: float | Any
    later_low_hours: float | Any
    later_high_hours: float | Any
    sources: list[Source] | Any


class Headline(TypedDict):
    """Give the one answer to each question about an outage that titles, headers and the index print, by the rules of `kit.measures.answers`."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    question: str | Any
    basis: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any
    is_approximate: bool | Any
    n: int | Any
    of: int | Any
    kind_name: str | Any
    kind_name_ko: str | Any
    entity: str | Any
    entity_ko: str | Any
    entity_kind: str | Any
    scope: str | Any
    scope_ko: str | Any
    said_by: str | Any
    said_by_ko: str | Any
    said_printed: str | Any
    at_latest_utc: datetime | Any
    said_on: str | Any
    sources: list[Source] | Any
    rivals: list[Rival] | Any


class IncidentPattern(TypedDict):
    """Give the incidents that began in each hour of the week, in UTC and, where a `zone` such as Asia/Seoul is given, by its clock too."""

    zone: str | Any
    provider: str | Any
    weekday: int | Any
    hour: int | Any
    exposure_hours: int | Any
    incidents: int | Any
    expected: float | Any
    post_only: int | Any
    maintenance: int | Any
    flagged: int | Any
    undated: int | Any
    quarantined: int | Any
    sources: list[SourceId] | Any


class IncidentRate(TypedDict):
    """Give incidents a month of each provider with limits that allow for months that scatter, and the time between incidents (`kit.incidents`)."""

    provider: str | Any
    from_utc: datetime | Any
    until_utc: datetime | Any
    months: float | Any
    incidents: int | Any
    in_exposure: int | Any
    per_month: float | Any
    per_month_low: float | Any
    per_month_high: float | Any
    dispersion: float | Any
    median_gap_hours: float | Any
    gap_low_hours: float | Any
    gap_high_hours: float | Any
    mean_gap_hours: float | Any
    month: list[date] | Any
    month_incidents: list[int] | Any
    month_exposure: list[float] | Any
    month_is_whole: list[bool] | Any
    maintenance: int | Any
    flagged: int | Any
    undated: int | Any
    quarantined: int | Any
    sources: list[SourceId] | Any


class LossChecks(TypedDict):
    """Check the arithmetic of published losses: what follows from other numbers, what is printed, whether they agree, else `why`."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    statement: str | Any
    scope: str | Any
    scope_ko: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any
    printed_low: float | Any
    printed_high: float | Any
    agrees: str | Any
    why: str | Any
    devices_scope: str | Any
    devices_scope_ko: str | Any
    note: str | Any
    note_ko: str | Any
    sources: list[Source] | Any


class Losses(TypedDict):
    """Give losses as published, one row a scope, kind and bounds, in units of `currency`."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    scope: str | Any
    scope_ko: str | Any
    kind: str | Any
    kind_name: str | Any
    kind_name_ko: str | Any
    entity_id: str | Any
    entity: str | Any
    entity_ko: str | Any
    entity_kind: str | Any
    sector: str | Any
    low: float | Any
    high: float | Any
    currency: str | Any
    insured_low: float | Any
    insured_high: float | Any
    is_approximate: bool | Any
    status: str | Any
    said_by: str | Any
    said_on: str | Any
    sources: list[Source] | Any


class OpenQuestions(TypedDict):
    """Give what was looked for and not found, or not followed up, with the evidence that leaves it open and until when sources were read."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    read_until: str | Any
    question_id: str | Any
    question: str | Any
    question_ko: str | Any
    sources: list[Source] | Any


class Outages(TypedDict):
    """List the outages: names, provider, cause, times as intervals, review, rows of evidence."""

    outage_id: str | Any
    name: str | Any
    name_ko: str | Any
    provider: str | Any
    provider_ko: str | Any
    country: str | Any
    cause: str | Any
    layer: str | Any
    trigger_earliest: datetime | Any
    trigger_latest: datetime | Any
    onset_printed: str | Any
    onset_earliest: datetime | Any
    onset_latest: datetime | Any
    ended_earliest: datetime | Any
    ended_latest: datetime | Any
    end_state: str | Any
    hours_low: float | Any
    hours_high: float | Any
    repair_by: str | Any
    repair_mode: str | Any
    review: str | Any
    read_until: str | Any
    open_questions: int | Any
    note: str | Any
    note_ko: str | Any
    evidence_rows: int | Any
    published_length: PublishedLength | Any


class RecoveryCurve(TypedDict):
    """Give the share restored over hours since the onset as a band between what must and what can have been; one series a base."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    series: str | Any
    series_ko: str | Any
    basis: str | Any
    rests_on: str | Any
    units: int | Any
    is_of_all: bool | Any
    outage_country: str | Any
    onset_earliest: datetime | Any
    onset_latest: datetime | Any
    onset_printed: str | Any
    repair_mode: str | Any
    hours: float | Any
    at_utc: datetime | Any
    share_low: float | Any
    share_high: float | Any
    conflict: bool | Any
    sources: list[Source] | Any


class Redundancy(TypedDict):
    """Give hours down and avoided in a year, and cost factors, of each strategy, as intervals on named assumptions (`kit.estimators.redundancy`)."""

    strategy: str | Any
    definition: str | Any
    overlap: str | Any
    assumptions: str | Any
    hours_down_low: float | Any
    hours_down_high: float | Any
    avoided_low: float | Any
    avoided_high: float | Any
    what_if_low: float | Any
    what_if_high: float | Any
    cost_factor_low: float | Any
    cost_factor_high: float | Any
    models: int | Any
    surveys: int | Any
    cases: int | Any
    opinions: int | Any
    sources: list[Source] | Any


class RedundancyAssumptions(TypedDict):
    """Give every parameter of `redundancy`: name, low, high, unit, text, and the source or `assumption`."""

    name: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any
    text: str | Any
    text_ko: str | Any
    source: str | Any
    sources: list[Source] | Any


class RedundancyBreakEven(TypedDict):
    """Give the cost of an hour (USD) from which each strategy pays, for a small and a large firm, beside the cited cost of an hour."""

    firm: str | Any
    strategy: str | Any
    definition: str | Any
    avoided_low: float | Any
    avoided_high: float | Any
    cost_factor_low: float | Any
    cost_factor_high: float | Any
    extra_cost_low: float | Any
    extra_cost_high: float | Any
    break_even_low: float | Any
    break_even_high: float | Any
    downtime_cost_low: float | Any
    downtime_cost_high: float | Any
    answer: str | Any
    sources: list[Source] | Any


class RedundancyCases(TypedDict):
    """Give what redundancy did in practice: hours until an organisation was back, with how it was duplicated. No rates."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    entity: str | Any
    entity_ko: str | Any
    strategy: str | Any
    scope: str | Any
    scope_ko: str | Any
    hours_low: float | Any
    hours_high: float | Any
    is_approximate: bool | Any
    said_on: str | Any
    sources: list[Source] | Any


class RedundancyCosts(TypedDict):
    """Give each published cost of redundancy as a factor of what its source compares it with: model, survey, case or opinion."""

    strategy: str | Any
    kind: str | Any
    low: float | Any
    high: float | Any
    scope: str | Any
    scope_ko: str | Any
    basis: str | Any
    said_by: str | Any
    sources: list[Source] | Any


class RedundancyOverlap(TypedDict):
    """Give, for each pair of providers with loaded reports, the hours in which one, both and either had an incident, and by chance."""

    provider: str | Any
    other: str | Any
    from_utc: datetime | Any
    until_utc: datetime | Any
    window_hours: float | Any
    hours_low: float | Any
    hours_high: float | Any
    other_hours_low: float | Any
    other_hours_high: float | Any
    both_hours_low: float | Any
    both_hours_high: float | Any
    either_hours_low: float | Any
    either_hours_high: float | Any
    by_chance_hours_low: float | Any
    by_chance_hours_high: float | Any
    sources: list[SourceId] | Any


class Repair(TypedDict):
    """Give who could repair each outage (vendor, provider, customer), how (remote, on_site, automatic), and its hours since the onset."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    layer: str | Any
    cause: str | Any
    repair_by: str | Any
    repair_mode: str | Any
    end_state: str | Any
    hours_low: float | Any
    hours_high: float | Any
    last_dated_hours: float | Any
    functions: int | Any
    functions_ended: int | Any
    sources: list[Source] | Any


class Reports(TypedDict):
    """Give the loaded reports, of one outage those of its providers: times, file and place in it, and why one is not counted."""

    outage_id: str | Any
    provider: str | Any
    report_id: str | Any
    title: str | Any
    kind: str | Any
    severity: str | Any
    certain_start: datetime | Any
    certain_end: datetime | Any
    possible_start: datetime | Any
    possible_end: datetime | Any
    end_state: str | Any
    excluded_because: str | Any
    url: str | Any
    path: str | Any
    locator: str | Any
    sources: list[SourceId] | Any


class Restoration(TypedDict):
    """Give, for each function of an entity that was hit, when it was back, in hours since the onset as intervals."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    cause: str | Any
    trigger_earliest: datetime | Any
    trigger_latest: datetime | Any
    onset_printed: str | Any
    onset_earliest: datetime | Any
    onset_latest: datetime | Any
    entity_id: str | Any
    entity: str | Any
    entity_ko: str | Any
    parent: str | Any
    parent_ko: str | Any
    sector: str | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    country: str | Any
    outage_country: str | Any
    function: str | Any
    episode: int | Any
    end_state: str | Any
    conflict: bool | Any
    is_plea: bool | Any
    began_earliest: datetime | Any
    began_latest: datetime | Any
    ended_earliest: datetime | Any
    ended_latest: datetime | Any
    last_impaired: datetime | Any
    last_down: datetime | Any
    normal_earliest: datetime | Any
    normal_latest: datetime | Any
    began_low_hours: float | Any
    began_high_hours: float | Any
    ended_low_hours: float | Any
    ended_high_hours: float | Any
    normal_low_hours: float | Any
    normal_high_hours: float | Any
    sources: list[Source] | Any


class SectorHours(TypedDict):
    """Count the entities of each sector that were down for certain and possibly, at each full hour of the first week since the onset."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    sector: str | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    hour: int | Any
    down_low: int | Any
    down_high: int | Any
    no_word: int | Any
    entities_hit: int | Any
    sources: list[Source] | Any


class SectorImpact(TypedDict):
    """Count the entities hit and expressly not hit by sector, and bound the median time to restore (hours) of those hit."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    provider: str | Any
    provider_ko: str | Any
    sector: str | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    entities_hit: int | Any
    provider_own: int | Any
    entities_not_hit: int | Any
    ended: int | Any
    open_as_of: int | Any
    unknown: int | Any
    countries: int | Any
    countries_in_all: int | Any
    sources: list[Source] | Any
    median_hours: float | Any
    median_low: float | Any
    median_high: float | Any


class SectorOrder(TypedDict):
    """Give the place of each sector by four effects: entities named, share of firms hit, loss, median time to restore (hours)."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    sector: str | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    entities_hit: int | Any
    population: str | Any
    population_ko: str | Any
    share_low: float | Any
    share_high: float | Any
    loss_low: float | Any
    loss_high: float | Any
    currency: str | Any
    sources: list[Source] | Any
    median_hours: float | Any
    median_low: float | Any
    median_high: float | Any
    entities_place_low: int | Any
    entities_place_high: int | Any
    share_place_low: int | Any
    share_place_high: int | Any
    loss_place_low: int | Any
    loss_place_high: int | Any
    median_place_low: int | Any
    median_place_high: int | Any


class SeverityDuration(TypedDict):
    """Give how long the incidents of each severity of a provider lasted, with and without the longest of them (`kit.incidents`)."""

    provider: str | Any
    severity: int | Any
    n: int | Any
    flagged: int | Any
    ended: int | Any
    open_as_of: int | Any
    unknown: int | Any
    mean_of_ended_hours: float | Any
    median_hours: float | Any
    median_low: float | Any
    median_high: float | Any
    p90_hours: float | Any
    p90_low: float | Any
    p90_high: float | Any
    p95_hours: float | Any
    p95_low: float | Any
    p95_high: float | Any
    estimated_hours: float | Any
    estimated_low: float | Any
    estimated_high: float | Any
    limits_why: str | Any
    longest_low: float | Any
    longest_high: float | Any
    median_without_longest_hours: float | Any
    median_without_longest_low: float | Any
    median_without_longest_high: float | Any
    p90_without_longest_hours: float | Any
    p90_without_longest_low: float | Any
    p90_without_longest_high: float | Any
    mean_without_longest_hours: float | Any
    p_value: float | Any
    sources: list[SourceId] | Any


class ShareOfDevices(TypedDict):
    """Give the share of each population that was hit: fractions of 1, NULL where a bound is open, with `why` where it is refused."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    entity_id: str | Any
    population: str | Any
    population_ko: str | Any
    counted: str | Any
    scope: str | Any
    scope_ko: str | Any
    base: str | Any
    base_ko: str | Any
    base_year: str | Any
    day: str | Any
    affected_low: float | Any
    affected_high: float | Any
    in_use_low: float | Any
    in_use_high: float | Any
    share_low: float | Any
    share_high: float | Any
    is_approximate: bool | Any
    rests_on: str | Any
    why: str | Any
    counted_among: int | Any
    base_counted: str | Any
    measured_by: str | Any
    is_disputed: bool | Any
    said_on: str | Any
    sources: list[Source] | Any


class Sources(TypedDict):
    """List the sources with the number of evidence rows that rest on each, primary sources first."""

    outage_id: str | Any
    source_id: str | Any
    publisher: str | Any
    via: str | Any
    read_as: str | Any
    title: str | Any
    url: str | Any
    published_on: str | Any
    kind: str | Any
    language: str | Any
    evidence_rows: int | Any


class Spared(TypedDict):
    """Give who was not hit, or was listed as a victim by mistake, and why as far as a source says."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    how: str | Any
    entity_id: str | Any
    entity: str | Any
    entity_ko: str | Any
    sector: str | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    country: str | Any
    function: str | Any
    scope: str | Any
    scope_ko: str | Any
    why: str | Any
    why_ko: str | Any
    said_on: str | Any
    sources: list[Source] | Any


class Statements(TypedDict):
    """Give every row of evidence in one shape, whatever its status: who or what it is about, what it says, when, and its source."""

    outage_id: str | Any
    row_id: str | Any
    fact_id: str | Any
    table_name: str | Any
    status: str | Any
    entity: str | Any
    entity_ko: str | Any
    what: str | Any
    metric: str | Any
    metric_ko: str | Any
    low: float | Any
    high: float | Any
    unit: str | Any
    at_printed: str | Any
    is_approximate: bool | Any
    text: str | Any
    text_ko: str | Any
    said_on: str | Any
    note: str | Any
    note_ko: str | Any
    sources: list[Source] | Any


class TimeToRestore(TypedDict):
    """Bound the time to restore of each group, keeping what never ended or is dated only roughly."""

    sector: str | Any
    kind: str | Any
    n: int | Any
    ended: int | Any
    open_as_of: int | Any
    unknown: int | Any
    flagged: int | Any
    stale: int | Any
    unwatched: int | Any
    median_hours: float | Any
    median_low: float | Any
    median_high: float | Any
    p90_hours: float | Any
    p90_low: float | Any
    p90_high: float | Any
    p95_hours: float | Any
    p95_low: float | Any
    p95_high: float | Any
    median_without_stale_hours: float | Any
    median_without_stale_low: float | Any
    median_without_stale_high: float | Any
    mean_of_ended_hours: float | Any
    estimated_hours: float | Any
    estimated_low: float | Any
    estimated_high: float | Any
    limits_why: str | Any
    name: str | Any
    name_ko: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    sources: list[Source] | Any


class UnitsToRestore(TypedDict):
    """Give the units behind `time_to_restore`, twice over: all of them (`kept` with_open), and those alone that ended (`kept` ended_only)."""

    kept: str | Any
    unit_id: str | Any
    kind: str | Any
    outage_id: str | Any
    provider: str | Any
    sector: str | Any
    component: str | Any
    region: str | Any
    cause: str | Any
    severity: int | Any
    year: int | Any
    lower_hours: float | Any
    upper_hours: float | Any
    entry_hours: float | Any
    end_state: str | Any
    began_at: datetime | Any
    last_seen_at: datetime | Any
    excluded_because: str | Any
    row_ids: list[str] | Any
    mitigated_low_hours: float | Any
    mitigated_high_hours: float | Any
    watched_hours: float | Any
    feed_seen_at: datetime | Any
    normal_low_hours: float | Any
    normal_high_hours: float | Any
    sector_name: str | Any
    sector_name_ko: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    sources: list[Source] | Any
    is_stale: bool | Any
    hours: float | Any
    is_restored: bool | Any


class Victims(TypedDict):
    """Give how many were hit, as counted: one row a count of customers, devices, organisations or systems, with its scope."""

    outage_id: str | Any
    outage: str | Any
    outage_ko: str | Any
    review: str | Any
    row_id: str | Any
    entity_id: str | Any
    entity: str | Any
    entity_ko: str | Any
    counted: str | Any
    scope: str | Any
    scope_ko: str | Any
    low: float | Any
    high: float | Any
    out_of_low: float | Any
    out_of_high: float | Any
    is_approximate: bool | Any
    window: str | Any
    period: str | Any
    is_whole: bool | Any
    said_by: str | Any
    said_on: str | Any
    sources: list[Source] | Any
