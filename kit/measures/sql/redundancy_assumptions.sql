-- Every parameter that the arithmetic of redundancy rests on: what sources say (`source` names them) and what is
-- assumed. $outage is not used. The reader changes any of them with kit.assume.
WITH claims AS (
    SELECT c.*, k.source AS cited, epoch(c.period_end - c.period_start) / 3600 / 8766 AS years
    FROM claim c JOIN citation k USING (row_id)
    WHERE c.status = 'accepted' AND c.outage_id IS NULL AND ($outage IS NULL OR true)
),
clouds(entity_id) AS (VALUES ('amazon-web-services'), ('google-cloud'), ('microsoft-azure')),
cited AS (
    SELECT
        'hours_posted' AS name, min(n.low * d.low) AS low, max(n.high * d.high) AS high,
        list(DISTINCT n.cited) AS sources
    FROM claims n JOIN claims d USING (entity_id, basis)
    WHERE basis = 'cherry-servers-2025' AND n.metric = 'incidents_per_year' AND d.metric = 'mean_incident_duration'
    UNION ALL
    SELECT 'hours_resold', min(low / years), max(high / years), list(DISTINCT cited)
    FROM claims
    WHERE basis = 'shi-2023-2025' AND metric = 'cumulative_downtime'
    UNION ALL
    SELECT 'hours_probed', min(low), max(high), list(DISTINCT cited) FROM claims SEMI JOIN clouds USING (entity_id)
    WHERE basis = 'cloudharmony-2015' AND metric = 'downtime_per_year'
    UNION ALL
    SELECT 'exposure_posted', min(low) / 100, max(high) / 100, list(DISTINCT cited)
    FROM claims
    WHERE metric = 'share_of_incidents_by_region'
    UNION ALL
    SELECT 'exposure_probed', min(low) / 100, 1, list(DISTINCT cited)
    FROM claims
    WHERE metric = 'share_of_incidents_by_region'
    UNION ALL
    SELECT 'incident_hours', min(low), max(high), list(DISTINCT cited)
    FROM claims
    WHERE basis = 'cherry-servers-2025' AND metric = 'mean_incident_duration'
    UNION ALL
    SELECT 'switching_hours', 0, 0.25, list(DISTINCT cited)
    FROM claims
    WHERE basis = 'uptime-unprotected-vm' AND (scope LIKE '%no recovery delay%' OR scope LIKE '%15 minutes%')
    UNION ALL
    SELECT
        'hours_own_data_centre', min(p.low / 100 * m.low), max(b.low / 9 / b.years),
        list_distinct(flatten(list([p.cited, m.cited, b.cited])))
    FROM claims p, claims m, claims b
    WHERE p.metric = 'outage_probability_per_year'
        AND m.basis = 'ponemon-2016'
        AND m.metric = 'mean_incident_duration'
        AND b.basis = 'uk-treasury-committee-2025'
        AND b.metric = 'cumulative_downtime'
    UNION ALL
    SELECT 'downtime_cost_small', min(hourly.low), max(hourly.high), list(DISTINCT cited)
    FROM (
        SELECT
            cited,
            CASE metric WHEN 'downtime_cost_per_minute' THEN 60 ELSE 1 END * low AS low,
            CASE metric WHEN 'downtime_cost_per_minute' THEN 60 ELSE 1 END * high AS high
        FROM claims
        WHERE entity_id = 'small-firms' AND metric IN ('downtime_cost_per_minute', 'downtime_cost_per_hour')
    ) hourly
    UNION ALL
    SELECT 'downtime_cost_large', min(low) * 60, max(high) * 60, list(DISTINCT cited) FROM claims
    WHERE metric = 'downtime_cost_per_minute'
        AND (entity_id = 'global-2000' OR scope IN ('firms over 20,000 staff', 'large firms'))
    UNION ALL
    SELECT 'bill_large', min(low), 10 * min(low), list(DISTINCT cited)
    FROM claims
    WHERE entity_id = '37signals' AND metric = 'cloud_spend_per_year' AND period_printed = '2022'
),
named(place, name, low, high, unit, text, text_ko) AS (VALUES
    (
        1, 'hours_posted', NULL, NULL, 'hours/year',
        'hours in which a cloud has an incident of its own posted, any service or region: count by mean length, '
        'lowest to highest of three clouds, August 2024 to August 2025',
        '한 클라우드가 스스로 공지한 장애 시간(서비스·리전 불문): 건수×평균 길이, 3개 클라우드의 최저~최고, 2024년 8월~2025년 8월'
    ),
    (
        2, 'hours_resold', NULL, NULL, 'hours/year',
        'downtime of a cloud as a reseller gives it without a method, lowest to highest of three clouds, since 2023',
        '재판매사가 방법을 밝히지 않고 제시한 클라우드 장애 시간, 3개 클라우드의 최저~최고, 2023년 이후'
    ),
    (
        3, 'hours_probed', NULL, NULL, 'hours/year',
        'downtime that outside probes saw in single zones, summed over regions and services, lowest to highest of '
        'three clouds, 2015',
        '외부 측정이 단일 가용 영역에서 본 장애 시간(리전·서비스 합계), 3개 클라우드의 최저~최고, 2015년'
    ),
    (
        4, 'exposure_posted', NULL, NULL, 'share',
        'share of the posted incident hours that touch the one region a firm uses: Seoul to Northern Virginia among '
        'the incidents of one cloud, 2018 to 2020, as if every service there mattered',
        '공지된 장애 시간 가운데 한 회사가 쓰는 리전에 해당하는 비율: 한 클라우드 장애의 서울~버지니아 북부 비율(2018~2020년), 그 리전의 모든 서비스를 쓴다고 봄'
    ),
    (
        5, 'exposure_resold', 1, 1, 'share',
        'share of the hours of the reseller that touch the firm: no method is given, so they are taken whole',
        '재판매사 수치 가운데 회사에 해당하는 비율: 방법을 밝히지 않아 전부로 봄'
    ),
    (
        6, 'exposure_probed', NULL, NULL, 'share',
        'share of the probed hours that touch the firm: they are summed over regions, whose number is not given, so '
        'from one region to all',
        '측정된 시간 가운데 회사에 해당하는 비율: 리전 합계이고 리전 수가 없어 한 곳~전부로 봄'
    ),
    (
        7, 'all_regions', 0.05, 0.5, 'share',
        'share of the hours in which all regions of a cloud fail together; no source counts it',
        '한 클라우드의 모든 리전이 함께 멈추는 시간의 비율. 집계한 출처 없음'
    ),
    (
        8, 'incident_hours', NULL, NULL, 'hours',
        'mean length of an incident, lowest to highest of three clouds',
        '장애 한 건의 평균 길이, 3개 클라우드의 최저~최고'
    ),
    (
        9, 'switching_hours', NULL, NULL, 'hours',
        'hours lost before the second site has taken over: none where both always run, a quarter of an hour in the '
        'model for a quick recovery',
        '두 번째 사이트가 넘겨받기까지 잃는 시간: 동시 가동이면 0, 빠른 복구 모형에서는 15분'
    ),
    (
        10, 'overlap_if_independent', 1, 1, 'ratio',
        'hours in which two clouds are down together, against what chance gives: equal by definition',
        '두 클라우드가 함께 멈춘 시간 대 우연히 겹칠 시간: 정의상 같음'
    ),
    (
        11, 'overlap_as_observed', 20.7 / 22.1, 20.7 / 22.1, 'ratio',
        'the same as observed, 2018 to 2020: 20.7 hours together against 22.1 by chance; a note of the collected '
        'material, without a cited row',
        '실제 관측(2018~2020년): 함께 멈춘 20.7시간 대 우연이라면 22.1시간. 수집 자료의 메모로, 출처가 붙은 행은 없음'
    ),
    (
        12, 'hours_own_data_centre', NULL, NULL, 'hours/year',
        'hours down with an own data centre: from outages of the building alone (18.33 percent a year, 95 minutes '
        'each) to all IT failures of a British bank (over 803 hours at nine banks in 26 months)',
        '자체 데이터센터의 장애 시간: 시설 장애만(연 18.33%, 건당 95분) ~ 영국 은행의 모든 IT 장애(9곳 26개월 803시간 초과)'
    ),
    (13, 'bill_small', 10000, 100000, 'USD/year', 'cloud bill of a small firm', '소기업의 연간 클라우드 비용'),
    (
        14, 'bill_large', NULL, NULL, 'USD/year',
        'cloud bill of a large firm: from what one firm of medium size published to ten times that',
        '대기업의 연간 클라우드 비용: 한 중견 기업이 공개한 금액~그 10배'
    ),
    (
        15, 'downtime_cost_small', NULL, NULL, 'USD/hour',
        'what an hour of downtime costs a small firm, by surveys and vendors',
        '소기업의 시간당 장애 비용(설문·업체 수치)'
    ),
    (
        16, 'downtime_cost_large', NULL, NULL, 'USD/hour',
        'what an hour of downtime costs a large firm, by surveys',
        '대기업의 시간당 장애 비용(설문)'
    )
)
SELECT
    n.name, coalesce(n.low, c.low)::DOUBLE AS low, coalesce(n.high, c.high)::DOUBLE AS high, n.unit, n.text, n.text_ko,
    CASE
        WHEN len(c.sources) > 0 THEN array_to_string(list_sort(list_distinct([s.publisher FOR s IN c.sources])), ', ')
        ELSE 'assumption'
    END AS source,
    list_sort(coalesce(c.sources, [])) AS sources
FROM named n LEFT JOIN cited c USING (name)
ORDER BY n.place
