"""The health events of an AWS account, from its API and its event bus."""

# ruff: noqa: SIM300 (an assertion reads expected == actual)

from __future__ import annotations

from reading import seen


def test_aws_health_says_onset_and_end() -> None:
    """Epochs and offsets become UTC; an issue without an end is open as of its last word; nobody says when it was first posted."""
    found = seen("aws_health/events.json")
    ended, still = (
        found.reports[f"arn:aws:health:{name}"]
        for name in (
            "us-west-1::event/ECS/AWS_ECS_OPERATIONAL_ISSUE/A1",
            "eu-west-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/A3",
        )
    )

    assert ("2020-05-10 02:31:30", "2020-05-10 04:52:25", None) == tuple(
        ended[name] for name in ("began_earliest", "resolved_at", "posted_at")
    )
    assert ("2024-03-01 09:00:00", "open_as_of", "2024-03-01 10:00:00") == tuple(
        still[name] for name in ("began_at", "end_state", "last_seen_at")
    )
    assert [("ECS", "us-west-1", None)] == found.components[ended["native_id"]]


def test_aws_health_notifications_are_no_outages() -> None:
    """A notification to an account is kept and flagged, and is never open."""
    found = seen("aws_health/events.json")
    name = "arn:aws:health:global::event/BILLING/AWS_BILLING_NOTIFICATION/A2"

    assert (name, "not_an_outage") in found.flags
    assert "unknown" == found.reports[name]["end_state"]


def test_aws_health_details_and_failures() -> None:
    """Details carry the text, whose date nobody says; what the API could not give is quarantined with its reason."""
    found = seen("aws_health/details.json")
    name = "arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/B1"

    assert "[RESOLVED] Increased errors" == found.reports[name]["title"]
    assert [None] == [at for at, _, _ in found.updates[name]]
    assert ["the API could not give it: no such event"] == found.refused


def test_aws_health_events_of_the_bus() -> None:
    """EventBridge events are JSON lines with RFC 1123 times; a scheduled change is maintenance without an end."""
    found = seen("aws_health/bus.jsonl")
    outage, work = (
        found.reports[f"arn:aws:health:{name}"]
        for name in (
            "ap-southeast-2::event/LAMBDA/AWS_LAMBDA_OPERATIONAL_ISSUE/C1",
            "us-west-2::event/EC2/AWS_EC2_INSTANCE_REBOOT_SCHEDULED/C2",
        )
    )

    assert ("2022-06-04 05:01:10", "2022-06-04 05:30:57", "incident") == tuple(
        outage[name] for name in ("began_at", "resolved_at", "kind")
    )
    assert ("2022-06-19 08:00:00", None, "maintenance", "unknown") == tuple(
        work[name] for name in ("began_at", "resolved_at", "kind", "end_state")
    )
