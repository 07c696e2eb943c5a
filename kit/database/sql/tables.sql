-- Every table of the database, every column described once.
-- An ENUM is a vocabulary: `build` lists each cell that does not belong to it.
-- `*_printed` columns hold a time as the source printed it (notation: data/README.md);
-- the interval columns beside them are derived from it by `kit.times` unless a row gives them itself.

CREATE TYPE cause_kind AS ENUM ('software_update', 'configuration', 'capacity', 'hardware', 'power', 'cooling',
    'data_centre_fire', 'network_routing_bgp', 'dns', 'certificate', 'fibre_cut', 'cyber_attack', 'physical_attack',
    'operator_error', 'single_point_of_failure', 'other', 'unknown');
CREATE TYPE layer_kind AS ENUM ('security_vendor', 'cloud', 'data_centre', 'cdn', 'dns', 'telecom', 'os', 'payments',
    'social', 'software', 'other');
CREATE TYPE end_state_kind AS ENUM ('ended', 'open_as_of', 'unknown');
CREATE TYPE repair_by_kind AS ENUM ('vendor', 'provider', 'customer');
CREATE TYPE repair_mode_kind AS ENUM ('remote', 'on_site', 'automatic');
CREATE TYPE review_kind AS ENUM ('reviewed', 'unreviewed');
CREATE TYPE entity_kind AS ENUM ('organisation', 'service', 'place', 'population', 'person', 'publication');
CREATE TYPE source_kind AS ENUM (
    'primary', 'academic', 'press', 'wire_copy', 'survey', 'vendor', 'aggregator', 'summary'
);
CREATE TYPE reading_kind AS ENUM ('original', 'archive', 'reprint', 'copy', 'translation', 'quotation', 'report');
CREATE TYPE status_kind AS ENUM (
    'accepted', 'superseded', 'refuted', 'misattributed', 'other_event', 'forecast', 'assumption'
);
CREATE TYPE metric_kind AS ENUM ('count', 'share', 'money', 'duration', 'rate', 'text', 'other');
CREATE TYPE observed_state AS ENUM ('down', 'degraded', 'restored', 'normal', 'not_hit');
CREATE TYPE observed_wording AS ENUM (
    'out', 'implied', 'by_hand', 'not_back', 'hit', 'in_part', 'substitute', 'returning', 'mostly_back', 'back',
    'normal', 'unaffected'
);
CREATE TYPE told_kind AS ENUM ('in_public', 'in_review', 'in_court');
CREATE TYPE window_kind AS ENUM ('instant', 'day', 'running', 'month', 'event');
CREATE TYPE blame_question AS ENUM ('cause', 'slow_recovery', 'liability');
CREATE TYPE polarity_kind AS ENUM ('blames', 'clears');
CREATE TYPE verdict_kind AS ENUM ('right', 'wrong', 'disputed', 'open');
CREATE TYPE correction_kind AS ENUM (
    'misprint', 'inversion', 'fake', 'wrong_blame', 'other_outage', 'revision', 'miscount', 'failed_forecast'
);
CREATE TYPE metric_role AS ENUM (
    'affected', 'cancelled', 'in_use', 'restored', 'partly_restored', 'not_restored', 'online', 'direct_loss',
    'insured_loss', 'other_loss', 'cost_factor', 'cost_factor_inverse', 'cost_premium', 'cost_share', 'other'
);
CREATE TYPE counted_kind AS ENUM (
    'airlines', 'appointments', 'base_stations', 'broadcasters', 'businesses', 'cables', 'companies', 'compute',
    'computers', 'countries', 'customers', 'data_centres', 'dealer_groups', 'dealerships', 'deliveries', 'devices',
    'domains', 'flights', 'hospitals', 'instances', 'lines', 'locations', 'network', 'nodes', 'organisations',
    'passengers', 'people', 'power', 'practices', 'problems', 'projects', 'referrals', 'requests', 'return_flights',
    'school_systems', 'screens', 'sensors', 'servers', 'services', 'sites', 'states', 'subscribers', 'surgeries',
    'systems', 'terminals', 'traffic', 'transactions', 'trusts', 'users', 'virtual_machines', 'volume', 'zones'
);
CREATE TYPE victim_kind AS ENUM (
    'organisations', 'customers', 'people', 'devices', 'systems', 'infrastructure', 'places', 'flights', 'acts'
);
CREATE TYPE theme_kind AS ENUM (
    'devices', 'sector', 'recovery', 'loss', 'compensation', 'response', 'attribution', 'adoption', 'common_cause',
    'cost_premium', 'downtime_cost', 'geo_redundancy', 'liability_terms', 'provider_reliability', 'regulation',
    'sla_terms', 'other'
);
CREATE TYPE strategy_kind AS ENUM (
    'single_cloud', 'multi_region', 'multi_cloud', 'stand_in', 'on_premises', 'hybrid_own_dc'
);
CREATE TYPE method_kind AS ENUM ('model', 'survey', 'case', 'opinion');
CREATE TYPE payment_ground_kind AS ENUM (
    'service_credit', 'goodwill', 'redress', 'support', 'law_suit', 'liability', 'insurance'
);
CREATE TYPE payment_form_kind AS ENUM (
    'money', 'refund', 'bill_credit', 'fee_waiver', 'discount', 'voucher', 'goods', 'advance', 'loan', 'guarantee',
    'cover', 'mixed', 'unstated'
);
CREATE TYPE payment_state_kind AS ENUM ('paid', 'promised', 'claimed', 'terms', 'estimated');
CREATE TYPE payment_to_kind AS ENUM (
    'everybody', 'customers', 'paying_users', 'small_firms', 'passengers', 'suppliers', 'partners', 'provider',
    'claimant', 'insured'
);
CREATE TYPE payment_per_kind AS ENUM ('total', 'each');
CREATE TYPE used_in_kind AS ENUM ('redundancy', 'loss_checks', 'contradiction');
CREATE TYPE event_kind AS ENUM (
    'release', 'revert', 'statement', 'review', 'law_suit', 'ruling', 'payment_promised', 'payment', 'terms',
    'hearing', 'alert', 'response', 'milestone', 'forecast', 'correction', 'spared', 'other'
);
CREATE TYPE report_kind AS ENUM ('incident', 'maintenance');

-- What is spoken of ---------------------------------------------------------------------------------------------

CREATE TABLE sector (
    sector VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    name_ko VARCHAR NOT NULL,
    isic VARCHAR
);
COMMENT ON TABLE sector IS 'Whom an outage hit: the vocabulary of entity.sector.';
COMMENT ON COLUMN sector.sector IS 'Identifier, lower case with underscores.';
COMMENT ON COLUMN sector.name IS 'English name.';
COMMENT ON COLUMN sector.name_ko IS 'Korean name.';
COMMENT ON COLUMN sector.isic IS 'ISIC Rev. 4 section or division that comes nearest.';

CREATE TABLE metric (
    metric VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    name_ko VARCHAR,
    kind metric_kind NOT NULL,
    unit VARCHAR NOT NULL,
    role metric_role NOT NULL DEFAULT 'other',
    counts counted_kind,
    victims victim_kind,
    is_additive BOOLEAN NOT NULL,
    definition VARCHAR NOT NULL
);
COMMENT ON TABLE metric IS 'What a claim counts or measures: the vocabulary of claim.metric.';
COMMENT ON COLUMN metric.metric IS 'Identifier, lower case with underscores.';
COMMENT ON COLUMN metric.name IS 'English name.';
COMMENT ON COLUMN metric.name_ko IS 'Korean name; empty falls back to English.';
COMMENT ON COLUMN metric.kind IS 'count, share (percent), money, duration, rate, text or other.';
COMMENT ON COLUMN metric.unit IS
    'Unit of low and high in every claim of this metric; `currency` where the claim names its own.';
COMMENT ON COLUMN metric.role IS
    'What a number of it is in an argument: affected (hit), cancelled (because of the outage), in_use (how many there'
    ' were), restored, partly_restored, not_restored, online (working of all, not of those hit), a loss, or what '
    'redundancy costs: cost_factor (times as much), cost_factor_inverse (what it replaces, times as much), '
    'cost_premium (percent on top), cost_share (percent of).';
COMMENT ON COLUMN metric.counts IS 'What is counted, whatever its unit; empty where role is about money or other.';
COMMENT ON COLUMN metric.victims IS 'Of what kind the counted are.';
COMMENT ON COLUMN metric.is_additive IS 'Whether values of disjoint populations and windows may be summed.';
COMMENT ON COLUMN metric.definition IS 'One sentence that says what is counted, of what, over which window.';

CREATE TABLE source (
    source_id VARCHAR PRIMARY KEY,
    publisher VARCHAR NOT NULL,
    via VARCHAR,
    read_as reading_kind,
    title VARCHAR,
    url VARCHAR,
    published_on VARCHAR,
    accessed_on DATE,
    kind source_kind NOT NULL,
    language VARCHAR NOT NULL
);
COMMENT ON TABLE source IS 'A publication that evidence was read from.';
COMMENT ON COLUMN source.source_id IS 'Identifier, stable across builds.';
COMMENT ON COLUMN source.publisher IS 'Who says so.';
COMMENT ON COLUMN source.via IS 'Where it was read, when that is not the publisher: a name, no sentence.';
COMMENT ON COLUMN source.read_as IS
    'original: at the publisher. archive: whole and unchanged, where documents are filed or handed out. reprint: in a '
    'paper that carries the agency. copy: on a site that copied it. translation: of a copy. quotation: in parts. '
    'report: as another tells it. Only original has an empty via.';
COMMENT ON COLUMN source.title IS 'Title as published (bibliography, in its own language).';
COMMENT ON COLUMN source.url IS 'Address it was read at.';
COMMENT ON COLUMN source.published_on IS 'Date of publication as far as known: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN source.accessed_on IS 'Day it was read, where recorded.';
COMMENT ON COLUMN source.kind IS 'Kind of source; the order of the vocabulary is the order in which sources win.';
COMMENT ON COLUMN source.language IS 'ISO 639-1 code of the text read.';

CREATE TABLE entity (
    entity_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    name_ko VARCHAR,
    kind entity_kind NOT NULL,
    sector VARCHAR REFERENCES sector (sector),
    country VARCHAR,
    parent_id VARCHAR,
    made_of VARCHAR
);
COMMENT ON TABLE entity IS
    'An organisation, service, place, population, person or publication that evidence speaks of.';
COMMENT ON COLUMN entity.entity_id IS 'Identifier: the English name in lower case with hyphens.';
COMMENT ON COLUMN entity.name IS 'English name.';
COMMENT ON COLUMN entity.name_ko IS 'Korean name as Korean press writes it; empty falls back to English.';
COMMENT ON COLUMN entity.kind IS
    'organisation, service, place, population (a set that a number is of), person, publication.';
COMMENT ON COLUMN entity.sector IS 'Sector of the entity; empty where it has none (a person, a mixed population).';
COMMENT ON COLUMN entity.country IS 'ISO 3166-1 alpha-2 code of its seat; empty for world-wide.';
COMMENT ON COLUMN entity.parent_id IS 'The organisation that it belongs to (KakaoTalk to Kakao).';
COMMENT ON COLUMN entity.made_of IS 'Entities that a population is the union of, separated by spaces.';

CREATE TABLE outage (
    outage_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    name_ko VARCHAR,
    provider_id VARCHAR REFERENCES entity (entity_id),
    country VARCHAR,
    cause cause_kind NOT NULL,
    layer layer_kind NOT NULL,
    trigger_printed VARCHAR,
    trigger_earliest TIMESTAMPTZ,
    trigger_latest TIMESTAMPTZ,
    onset_printed VARCHAR,
    onset_earliest TIMESTAMPTZ,
    onset_latest TIMESTAMPTZ,
    ended_printed VARCHAR,
    ended_earliest TIMESTAMPTZ,
    ended_latest TIMESTAMPTZ,
    end_state end_state_kind NOT NULL DEFAULT 'unknown',
    repair_by repair_by_kind,
    repair_mode repair_mode_kind,
    review review_kind NOT NULL DEFAULT 'unreviewed',
    read_until VARCHAR,
    note VARCHAR,
    note_ko VARCHAR
);
COMMENT ON TABLE outage IS 'An event in the world.';
COMMENT ON COLUMN outage.outage_id IS 'Identifier: what failed and the day, in lower case with hyphens.';
COMMENT ON COLUMN outage.name IS 'English name.';
COMMENT ON COLUMN outage.name_ko IS 'Korean name; empty falls back to English.';
COMMENT ON COLUMN outage.provider_id IS 'Whose product or service failed.';
COMMENT ON COLUMN outage.country IS 'Country whose zones apply to times printed without one; empty for world-wide.';
COMMENT ON COLUMN outage.cause IS 'Kind of cause as finally established.';
COMMENT ON COLUMN outage.layer IS 'What failed.';
COMMENT ON COLUMN outage.trigger_printed IS 'Trigger (release of the file, fire) as printed.';
COMMENT ON COLUMN outage.trigger_earliest IS 'Trigger, earliest (UTC).';
COMMENT ON COLUMN outage.trigger_latest IS 'Trigger, latest (UTC, exclusive).';
COMMENT ON COLUMN outage.onset_printed IS 'First service lost, as printed.';
COMMENT ON COLUMN outage.onset_earliest IS 'First service lost, earliest (UTC).';
COMMENT ON COLUMN outage.onset_latest IS 'First service lost, latest (UTC, exclusive).';
COMMENT ON COLUMN outage.ended_printed IS 'All services back, as printed.';
COMMENT ON COLUMN outage.ended_earliest IS 'All services back, earliest (UTC).';
COMMENT ON COLUMN outage.ended_latest IS 'All services back, latest (UTC, exclusive).';
COMMENT ON COLUMN outage.end_state IS
    'ended; open_as_of (a source says it was still going on then); unknown (no source says).';
COMMENT ON COLUMN outage.repair_by IS 'Who could repair it.';
COMMENT ON COLUMN outage.repair_mode IS 'Remotely, on site, or by itself.';
COMMENT ON COLUMN outage.review IS
    'reviewed: every row read by hand against its source; unreviewed: brought in by rule.';
COMMENT ON COLUMN outage.read_until IS
    'Until when sources were read: YYYY, YYYY-MM or YYYY-MM-DD. The days on which pages were opened are not '
    'recorded, so '
    'it is the date of the newest source read; what came later is not in these data.';
COMMENT ON COLUMN outage.note IS 'What to know first, one or two sentences.';
COMMENT ON COLUMN outage.note_ko IS 'The same in Korean.';

-- Evidence: one printed statement a row -----------------------------------------------------------------------------

CREATE TABLE observation (
    row_id VARCHAR PRIMARY KEY,
    fact_id VARCHAR NOT NULL,
    outage_id VARCHAR NOT NULL REFERENCES outage (outage_id),
    source_id VARCHAR NOT NULL REFERENCES source (source_id),
    said_on VARCHAR,
    status status_kind NOT NULL DEFAULT 'accepted',
    entity_id VARCHAR NOT NULL REFERENCES entity (entity_id),
    function VARCHAR NOT NULL DEFAULT 'services',
    state observed_state NOT NULL,
    wording observed_wording,
    told told_kind NOT NULL DEFAULT 'in_public',
    is_change BOOLEAN NOT NULL DEFAULT true,
    at_printed VARCHAR,
    at_earliest TIMESTAMPTZ,
    at_latest TIMESTAMPTZ,
    episode INTEGER NOT NULL DEFAULT 1,
    is_approximate BOOLEAN NOT NULL DEFAULT false,
    is_zone_assumed BOOLEAN NOT NULL DEFAULT false,
    confirms VARCHAR,
    note VARCHAR,
    note_ko VARCHAR
);
COMMENT ON TABLE observation IS 'What a source says about the state of one function of one entity at a time.';
COMMENT ON COLUMN observation.row_id IS 'The fact, with a suffix where one fact makes several rows.';
COMMENT ON COLUMN observation.fact_id IS 'Fact of the researched material.';
COMMENT ON COLUMN observation.outage_id IS 'Outage it belongs to.';
COMMENT ON COLUMN observation.source_id IS 'Where it was read.';
COMMENT ON COLUMN observation.said_on IS 'Date of the statement: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN observation.status IS 'Only accepted rows reach a conclusion.';
COMMENT ON COLUMN observation.entity_id IS 'Whose function.';
COMMENT ON COLUMN observation.function IS
    'What was hit, lower case with underscores (check_in, flights, dispatch, messages).';
COMMENT ON COLUMN observation.state IS
    'down, degraded, restored (works again), normal (normal operations, backlog gone), not_hit.';
COMMENT ON COLUMN observation.wording IS
    'What the source says, in kind. The state follows from it: see How a state is coded.';
COMMENT ON COLUMN observation.told IS 'in_public, or in_court: argued by a party to a law suit, and no finding.';
COMMENT ON COLUMN observation.is_change IS
    'True: the source dates the change into this state. False: it says only that the state held then.';
COMMENT ON COLUMN observation.at_printed IS 'Time as printed.';
COMMENT ON COLUMN observation.at_earliest IS 'Earliest (UTC); empty = open.';
COMMENT ON COLUMN observation.at_latest IS 'Latest (UTC, exclusive); empty = open.';
COMMENT ON COLUMN observation.episode IS '1, or higher after a relapse.';
COMMENT ON COLUMN observation.is_approximate IS 'The source says about.';
COMMENT ON COLUMN observation.is_zone_assumed IS
    'No offset was printed; the envelope of the zones of the country is used.';
COMMENT ON COLUMN observation.confirms IS 'Facts that this one confirms or corrects, separated by spaces.';
COMMENT ON COLUMN observation.note IS 'A doubt or explanation of ours.';
COMMENT ON COLUMN observation.note_ko IS 'The same in Korean.';

CREATE TABLE claim (
    row_id VARCHAR PRIMARY KEY,
    fact_id VARCHAR NOT NULL,
    outage_id VARCHAR REFERENCES outage (outage_id),
    source_id VARCHAR NOT NULL REFERENCES source (source_id),
    said_on VARCHAR,
    status status_kind NOT NULL DEFAULT 'accepted',
    theme theme_kind NOT NULL DEFAULT 'other',
    metric VARCHAR NOT NULL REFERENCES metric (metric),
    entity_id VARCHAR REFERENCES entity (entity_id),
    scope VARCHAR NOT NULL,
    scope_ko VARCHAR,
    scope_id VARCHAR,
    part_of VARCHAR,
    measured_by VARCHAR,
    strategy strategy_kind,
    method method_kind,
    payment_ground payment_ground_kind,
    payment_form payment_form_kind,
    payment_state payment_state_kind,
    payment_to payment_to_kind,
    payment_per payment_per_kind,
    low DOUBLE,
    high DOUBLE,
    unit VARCHAR NOT NULL,
    is_approximate BOOLEAN NOT NULL DEFAULT false,
    out_of_low DOUBLE,
    out_of_high DOUBLE,
    "window" window_kind NOT NULL DEFAULT 'event',
    period_printed VARCHAR,
    period_start TIMESTAMPTZ,
    period_end TIMESTAMPTZ,
    is_zone_assumed BOOLEAN NOT NULL DEFAULT false,
    basis VARCHAR,
    supersedes VARCHAR,
    confirms VARCHAR,
    note VARCHAR,
    note_ko VARCHAR
);
COMMENT ON TABLE claim IS 'One number that somebody published: an interval with a scope.';
COMMENT ON COLUMN claim.row_id IS 'The fact, with a suffix where one fact makes several rows.';
COMMENT ON COLUMN claim.fact_id IS 'Fact of the researched material.';
COMMENT ON COLUMN claim.outage_id IS
    'Outage it belongs to; empty where it is of none (what redundancy costs and buys).';
COMMENT ON COLUMN claim.source_id IS 'Where it was read.';
COMMENT ON COLUMN claim.said_on IS 'Date of the statement: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN claim.status IS 'Only accepted rows reach a total; assumption where the reader asks.';
COMMENT ON COLUMN claim.theme IS
    'What it is about: the outage itself (devices to attribution) or redundancy (adoption to sla_terms).';
COMMENT ON COLUMN claim.metric IS 'What is counted or measured.';
COMMENT ON COLUMN claim.entity_id IS 'Of whom.';
COMMENT ON COLUMN claim.scope IS 'Of what, in a few words.';
COMMENT ON COLUMN claim.scope_ko IS 'The same in Korean.';
COMMENT ON COLUMN claim.scope_id IS
    'Identifier of the scope, which claims share that are of the same; claims of different scopes are never pooled.';
COMMENT ON COLUMN claim.part_of IS
    'scope_id of the whole that it is a part of, where claims add up to another or to the base of a share.';
COMMENT ON COLUMN claim.measured_by IS 'Who counted (Cirium, FlightAware, MSIT), where it is not the publisher.';
COMMENT ON COLUMN claim.strategy IS 'Redundancy strategy that the number is about.';
COMMENT ON COLUMN claim.method IS
    'How a cost of redundancy was found: a model, a survey, one firm (case), or an opinion.';
COMMENT ON COLUMN claim.payment_ground IS
    'Why money, goods or cover are given: service_credit (fees or days of service), goodwill, redress (for harm), '
    'support (to keep others going), law_suit, liability (what contract or law would have one owe), insurance; empty '
    'where the number is of no payment.';
COMMENT ON COLUMN claim.payment_form IS
    'What is given: money, refund, bill_credit, fee_waiver, discount, voucher, goods (in kind), advance (to be paid '
    'back), loan, guarantee, cover (of an insurance), mixed, or unstated.';
COMMENT ON COLUMN claim.payment_state IS
    'paid; promised by the payer; claimed from it; terms (what contract or law would have it owe); estimated by '
    'others.';
COMMENT ON COLUMN claim.payment_to IS
    'Who is given it: everybody whom the payer pays, or some of them; provider is the one whose service failed, '
    'claimant the one who sues.';
COMMENT ON COLUMN claim.payment_per IS 'total, or each (a head, account, firm or contract).';
COMMENT ON COLUMN claim.low IS 'Lower bound; empty = open.';
COMMENT ON COLUMN claim.high IS 'Upper bound; empty = open.';
COMMENT ON COLUMN claim.unit IS
    'Unit of low and high: that of the metric, or an ISO 4217 code where that is `currency`.';
COMMENT ON COLUMN claim.is_approximate IS 'The source says about; bounds are not widened.';
COMMENT ON COLUMN claim.out_of_low IS 'Lower bound of what it is out of, where the source gives one.';
COMMENT ON COLUMN claim.out_of_high IS 'Upper bound of what it is out of.';
COMMENT ON COLUMN claim."window" IS 'instant, day, running (total so far), month, event (the whole outage).';
COMMENT ON COLUMN claim.period_printed IS 'The window or instant as printed; a running total is start/as-of.';
COMMENT ON COLUMN claim.period_start IS 'Window start, earliest (UTC).';
COMMENT ON COLUMN claim.period_end IS 'Window end, latest (UTC, exclusive).';
COMMENT ON COLUMN claim.is_zone_assumed IS 'No offset was printed; the envelope of the zones of the country is used.';
COMMENT ON COLUMN claim.basis IS 'Name of the base of a series: series with different bases are never joined.';
COMMENT ON COLUMN claim.supersedes IS 'Facts that this one replaces, separated by spaces.';
COMMENT ON COLUMN claim.confirms IS 'Facts that this one confirms or corrects, separated by spaces.';
COMMENT ON COLUMN claim.note IS 'A doubt or explanation of ours.';
COMMENT ON COLUMN claim.note_ko IS 'The same in Korean.';

CREATE TABLE attribution (
    row_id VARCHAR PRIMARY KEY,
    fact_id VARCHAR NOT NULL,
    outage_id VARCHAR NOT NULL REFERENCES outage (outage_id),
    source_id VARCHAR NOT NULL REFERENCES source (source_id),
    said_on VARCHAR,
    status status_kind NOT NULL DEFAULT 'accepted',
    said_by_id VARCHAR REFERENCES entity (entity_id),
    said_printed VARCHAR,
    said_earliest TIMESTAMPTZ,
    said_latest TIMESTAMPTZ,
    told told_kind NOT NULL DEFAULT 'in_public',
    is_zone_assumed BOOLEAN NOT NULL DEFAULT false,
    question blame_question NOT NULL DEFAULT 'cause',
    blamed_id VARCHAR REFERENCES entity (entity_id),
    cause VARCHAR,
    cause_ko VARCHAR,
    polarity polarity_kind NOT NULL DEFAULT 'blames',
    refutes VARCHAR,
    verdict verdict_kind NOT NULL DEFAULT 'open',
    verdict_basis VARCHAR,
    confirms VARCHAR,
    note VARCHAR,
    note_ko VARCHAR
);
COMMENT ON TABLE attribution IS 'One statement of who or what was to blame.';
COMMENT ON COLUMN attribution.row_id IS 'The fact, with a suffix where one fact makes several rows.';
COMMENT ON COLUMN attribution.fact_id IS 'Fact of the researched material.';
COMMENT ON COLUMN attribution.outage_id IS 'Outage it belongs to.';
COMMENT ON COLUMN attribution.source_id IS 'Where it was read.';
COMMENT ON COLUMN attribution.said_on IS 'Date of the publication: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN attribution.status IS 'accepted: it was said (the verdict tells whether it was right).';
COMMENT ON COLUMN attribution.said_by_id IS 'Who said it.';
COMMENT ON COLUMN attribution.said_printed IS 'When it was said, as printed.';
COMMENT ON COLUMN attribution.said_earliest IS 'When it was said, earliest (UTC).';
COMMENT ON COLUMN attribution.said_latest IS 'When it was said, latest (UTC, exclusive).';
COMMENT ON COLUMN attribution.told IS
    'in_public: said to the world at the time given. in_review: thought at that time and told later, in a review, so no'
    ' public blame of that time. in_court: a plea of a party to a law suit.';
COMMENT ON COLUMN attribution.is_zone_assumed IS
    'No offset was printed; the envelope of the zones of the country is used.';
COMMENT ON COLUMN attribution.question IS 'cause, slow_recovery or liability.';
COMMENT ON COLUMN attribution.blamed_id IS 'Who is blamed or cleared.';
COMMENT ON COLUMN attribution.cause IS 'What is blamed, in a few words.';
COMMENT ON COLUMN attribution.cause_ko IS 'The same in Korean.';
COMMENT ON COLUMN attribution.polarity IS 'blames or clears.';
COMMENT ON COLUMN attribution.refutes IS 'row_id of the attribution that this one answers.';
COMMENT ON COLUMN attribution.verdict IS 'right, wrong, disputed or open, as of the last review of the data.';
COMMENT ON COLUMN attribution.verdict_basis IS 'What the verdict rests on: fact ids or a sentence.';
COMMENT ON COLUMN attribution.confirms IS 'Facts that this one confirms or corrects, separated by spaces.';
COMMENT ON COLUMN attribution.note IS 'A doubt or explanation of ours.';
COMMENT ON COLUMN attribution.note_ko IS 'The same in Korean.';

CREATE TABLE event (
    row_id VARCHAR PRIMARY KEY,
    fact_id VARCHAR NOT NULL,
    outage_id VARCHAR NOT NULL REFERENCES outage (outage_id),
    source_id VARCHAR NOT NULL REFERENCES source (source_id),
    said_on VARCHAR,
    status status_kind NOT NULL DEFAULT 'accepted',
    kind event_kind NOT NULL,
    is_about_spared BOOLEAN NOT NULL DEFAULT false,
    actor_id VARCHAR REFERENCES entity (entity_id),
    at_printed VARCHAR,
    at_earliest TIMESTAMPTZ,
    at_latest TIMESTAMPTZ,
    is_zone_assumed BOOLEAN NOT NULL DEFAULT false,
    amount_low DOUBLE,
    amount_high DOUBLE,
    currency VARCHAR,
    payment_ground payment_ground_kind,
    payment_form payment_form_kind,
    payment_to payment_to_kind,
    payment_per payment_per_kind,
    case_id VARCHAR,
    text VARCHAR NOT NULL,
    text_ko VARCHAR,
    confirms VARCHAR,
    note VARCHAR,
    note_ko VARCHAR
);
COMMENT ON TABLE event IS
    'A dated step that is neither a state nor a number nor a blame: a release, a statement, a filing, a payment '
    'promised, a law passed, a forecast.';
COMMENT ON COLUMN event.row_id IS 'The fact, with a suffix where one fact makes several rows.';
COMMENT ON COLUMN event.fact_id IS 'Fact of the researched material.';
COMMENT ON COLUMN event.outage_id IS 'Outage it belongs to.';
COMMENT ON COLUMN event.source_id IS 'Where it was read.';
COMMENT ON COLUMN event.said_on IS 'Date of the statement: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN event.status IS
    'accepted: it happened; refuted, misattributed, other_event and forecast are kept apart.';
COMMENT ON COLUMN event.kind IS 'What kind of step.';
COMMENT ON COLUMN event.is_about_spared IS 'It says who was spared, or why.';
COMMENT ON COLUMN event.actor_id IS 'Who did it.';
COMMENT ON COLUMN event.at_printed IS 'When, as printed.';
COMMENT ON COLUMN event.at_earliest IS 'When, earliest (UTC); empty = open.';
COMMENT ON COLUMN event.at_latest IS 'When, latest (UTC, exclusive); empty = open.';
COMMENT ON COLUMN event.is_zone_assumed IS 'No offset was printed; the envelope of the zones of the country is used.';
COMMENT ON COLUMN event.amount_low IS 'Lower bound of the amount of money; empty = open or none.';
COMMENT ON COLUMN event.amount_high IS 'Upper bound of the amount of money; empty = open or none.';
COMMENT ON COLUMN event.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN event.payment_ground IS 'Of a payment, a promise of one or terms: why it is given, as in claim.';
COMMENT ON COLUMN event.payment_form IS 'What is given, as in claim.';
COMMENT ON COLUMN event.payment_to IS 'Who is given it, as in claim.';
COMMENT ON COLUMN event.payment_per IS 'total or each, as in claim.';
COMMENT ON COLUMN event.case_id IS 'Identifier that joins the steps of one legal case or programme.';
COMMENT ON COLUMN event.text IS 'What happened, one sentence.';
COMMENT ON COLUMN event.text_ko IS 'The same in Korean.';
COMMENT ON COLUMN event.confirms IS 'Facts that this one confirms or corrects, separated by spaces.';
COMMENT ON COLUMN event.note IS 'A doubt or explanation of ours.';
COMMENT ON COLUMN event.note_ko IS 'The same in Korean.';

-- What is assumed, and what evidence is wrong -----------------------------------------------------------------------

CREATE TABLE assumption (
    assumption_id VARCHAR PRIMARY KEY,
    used_in used_in_kind NOT NULL,
    parameter VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    low DOUBLE,
    high DOUBLE,
    unit VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_ko VARCHAR NOT NULL,
    source_id VARCHAR,
    row_ids VARCHAR
);
COMMENT ON TABLE assumption IS
    'A number that a conclusion rests on beside the evidence: assumed, taken from a source, or worked out from claims.';
COMMENT ON COLUMN assumption.assumption_id IS
    'The parameter, with a suffix where it rests on several numbers.';
COMMENT ON COLUMN assumption.used_in IS 'The measure or conclusion that takes it.';
COMMENT ON COLUMN assumption.parameter IS 'Name by which it is taken, and set anew with `kit.assume`.';
COMMENT ON COLUMN assumption.place IS 'Place in the list of them.';
COMMENT ON COLUMN assumption.low IS 'Lower bound; empty = worked out from row_ids, or open.';
COMMENT ON COLUMN assumption.high IS 'Upper bound; empty = worked out from row_ids, or open.';
COMMENT ON COLUMN assumption.unit IS 'Unit of low and high.';
COMMENT ON COLUMN assumption.text IS
    'What it is and how it is worked out, in a few words; {outage} stands for the name of the outage in question.';
COMMENT ON COLUMN assumption.text_ko IS 'The same in Korean, with {outage_ko}.';
COMMENT ON COLUMN assumption.source_id IS
    'Source of the number, or `assumption`; empty where it rests on row_ids alone.';
COMMENT ON COLUMN assumption.row_ids IS
    'Claims that it rests on, lowest to highest in its own unit, separated by spaces.';

CREATE TABLE correction (
    correction_id VARCHAR PRIMARY KEY,
    outage_id VARCHAR NOT NULL REFERENCES outage (outage_id),
    kind correction_kind NOT NULL,
    row_ids VARCHAR NOT NULL,
    right_row_ids VARCHAR,
    printed VARCHAR NOT NULL,
    printed_ko VARCHAR NOT NULL,
    correct VARCHAR NOT NULL,
    correct_ko VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    why_ko VARCHAR NOT NULL
);
COMMENT ON TABLE correction IS
    'What was printed and is wrong, or was replaced by its own speaker: what is right, and why.';
COMMENT ON COLUMN correction.correction_id IS 'Identifier: the outage and a few words, in lower case with hyphens.';
COMMENT ON COLUMN correction.outage_id IS 'Outage it belongs to.';
COMMENT ON COLUMN correction.kind IS
    'misprint, inversion (a sentence turned round), fake, wrong_blame, other_outage (true of something else), revision '
    '(replaced by its own speaker), miscount, failed_forecast.';
COMMENT ON COLUMN correction.row_ids IS 'Rows of evidence that say what is wrong, separated by spaces.';
COMMENT ON COLUMN correction.right_row_ids IS
    'Rows of evidence that say what is right, separated by spaces; empty where none does.';
COMMENT ON COLUMN correction.printed IS 'What was printed, one sentence.';
COMMENT ON COLUMN correction.printed_ko IS 'The same in Korean.';
COMMENT ON COLUMN correction.correct IS 'What is right, one sentence.';
COMMENT ON COLUMN correction.correct_ko IS 'The same in Korean.';
COMMENT ON COLUMN correction.why IS 'How that is known, or how the error came about.';
COMMENT ON COLUMN correction.why_ko IS 'The same in Korean.';

CREATE TABLE conflict (
    conflict_id VARCHAR PRIMARY KEY,
    outage_id VARCHAR REFERENCES outage (outage_id),
    question VARCHAR NOT NULL,
    question_ko VARCHAR NOT NULL,
    row_ids VARCHAR NOT NULL,
    preferred_row_id VARCHAR,
    why VARCHAR NOT NULL,
    why_ko VARCHAR NOT NULL
);
COMMENT ON TABLE conflict IS
    'Accepted rows that cannot all be right: side by side, with the one that conclusions take where one is better '
    'founded.';
COMMENT ON COLUMN conflict.conflict_id IS 'Identifier: the outage and a few words, in lower case with hyphens.';
COMMENT ON COLUMN conflict.outage_id IS 'Outage it belongs to; empty where it is of none.';
COMMENT ON COLUMN conflict.question IS 'What they disagree on, a few words.';
COMMENT ON COLUMN conflict.question_ko IS 'The same in Korean.';
COMMENT ON COLUMN conflict.row_ids IS 'Rows of evidence that disagree, separated by spaces.';
COMMENT ON COLUMN conflict.preferred_row_id IS
    'The row that conclusions take; empty where none is better founded, and conclusions then hold them all.';
COMMENT ON COLUMN conflict.why IS 'Why they differ as far as is known, and why one is taken.';
COMMENT ON COLUMN conflict.why_ko IS 'The same in Korean.';

CREATE TABLE open_question (
    question_id VARCHAR PRIMARY KEY,
    outage_id VARCHAR NOT NULL REFERENCES outage (outage_id),
    row_ids VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    question_ko VARCHAR NOT NULL
);
COMMENT ON TABLE open_question IS
    'What was looked for and not found, or not followed up, as the notes of the material say.';
COMMENT ON COLUMN open_question.question_id IS 'Identifier: the outage and a few words, in lower case with hyphens.';
COMMENT ON COLUMN open_question.outage_id IS 'Outage it belongs to.';
COMMENT ON COLUMN open_question.row_ids IS 'Rows of evidence that leave it open, separated by spaces.';
COMMENT ON COLUMN open_question.question IS 'What is open, and what is known of it, one sentence.';
COMMENT ON COLUMN open_question.question_ko IS 'The same in Korean.';

CREATE TABLE left_out (
    fact_id VARCHAR PRIMARY KEY,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE left_out IS 'Facts of the material that have no evidence row.';
COMMENT ON COLUMN left_out.fact_id IS 'Fact of the researched material.';
COMMENT ON COLUMN left_out.reason IS 'Why it has no row.';

-- Loaded reports ----------------------------------------------------------------------------------------------------

CREATE TABLE load (
    load_id BIGINT PRIMARY KEY,
    path VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    provider VARCHAR,
    loaded_at TIMESTAMPTZ NOT NULL,
    records BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    kit_version VARCHAR NOT NULL,
    CHECK (records = loaded + duplicates + quarantined)
);
COMMENT ON TABLE load IS 'One file that was read: records = loaded + duplicates + quarantined.';
COMMENT ON COLUMN load.load_id IS 'Number of the load.';
COMMENT ON COLUMN load.path IS 'File as it was named.';
COMMENT ON COLUMN load.sha256 IS 'Hash of its bytes.';
COMMENT ON COLUMN load.format IS 'Format it was read as.';
COMMENT ON COLUMN load.provider IS 'Provider that it speaks of, where one was named.';
COMMENT ON COLUMN load.loaded_at IS 'When it was loaded (UTC).';
COMMENT ON COLUMN load.records IS 'Records read.';
COMMENT ON COLUMN load.loaded IS 'Records that became reports or newer versions of reports.';
COMMENT ON COLUMN load.duplicates IS 'Records that were there already.';
COMMENT ON COLUMN load.quarantined IS 'Records that could not be read.';
COMMENT ON COLUMN load.kit_version IS 'Version of the kit that read it.';

CREATE TABLE report (
    report_id VARCHAR PRIMARY KEY,
    load_id BIGINT NOT NULL,
    locator VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    native_id VARCHAR NOT NULL,
    title VARCHAR,
    kind report_kind NOT NULL,
    severity VARCHAR,
    severity_rank TINYINT,
    status VARCHAR,
    posted_at TIMESTAMPTZ,
    began_at TIMESTAMPTZ,
    mitigated_at TIMESTAMPTZ,
    resolved_at TIMESTAMPTZ,
    last_seen_at TIMESTAMPTZ,
    began_earliest TIMESTAMPTZ,
    began_latest TIMESTAMPTZ,
    ended_earliest TIMESTAMPTZ,
    ended_latest TIMESTAMPTZ,
    end_state end_state_kind NOT NULL,
    url VARCHAR,
    raw JSON
);
COMMENT ON TABLE report IS 'One record that a provider, monitor or regulator published.';
COMMENT ON COLUMN report.report_id IS 'Provider and native_id.';
COMMENT ON COLUMN report.load_id IS 'Load that brought it.';
COMMENT ON COLUMN report.locator IS 'Place in the file.';
COMMENT ON COLUMN report.format IS 'Format it was read as.';
COMMENT ON COLUMN report.provider IS 'Whose page or feed.';
COMMENT ON COLUMN report.native_id IS 'Identifier that the source gives it.';
COMMENT ON COLUMN report.title IS 'Title as published.';
COMMENT ON COLUMN report.kind IS 'incident, or maintenance (never counted as an outage).';
COMMENT ON COLUMN report.severity IS 'Severity in the words of the source.';
COMMENT ON COLUMN report.severity_rank IS
    '0 none, 1 minor, 2 major, 3 critical, 4 total; empty where the source gives none.';
COMMENT ON COLUMN report.status IS 'Last status in the words of the source.';
COMMENT ON COLUMN report.posted_at IS 'First post (UTC).';
COMMENT ON COLUMN report.began_at IS 'Onset as printed, else the first post (then began_earliest is empty).';
COMMENT ON COLUMN report.mitigated_at IS 'Mitigation as printed (UTC).';
COMMENT ON COLUMN report.resolved_at IS 'End as printed (UTC).';
COMMENT ON COLUMN report.last_seen_at IS 'Last word of the source on it (UTC).';
COMMENT ON COLUMN report.began_earliest IS 'Onset, earliest (UTC); empty = open.';
COMMENT ON COLUMN report.began_latest IS 'Onset, latest (UTC).';
COMMENT ON COLUMN report.ended_earliest IS 'End, earliest (UTC).';
COMMENT ON COLUMN report.ended_latest IS 'End, latest (UTC); empty = open.';
COMMENT ON COLUMN report.end_state IS 'ended, open_as_of or unknown.';
COMMENT ON COLUMN report.url IS 'Address of the record.';
COMMENT ON COLUMN report.raw IS 'The record as read.';

CREATE TABLE report_update (report_id VARCHAR NOT NULL, "at" TIMESTAMPTZ, status VARCHAR, body VARCHAR);
COMMENT ON TABLE report_update IS 'One post inside a report.';
COMMENT ON COLUMN report_update.report_id IS 'Report it belongs to.';
COMMENT ON COLUMN report_update."at" IS 'When it was posted (UTC).';
COMMENT ON COLUMN report_update.status IS 'Status in the words of the source.';
COMMENT ON COLUMN report_update.body IS 'Text of the post.';

CREATE TABLE report_component (report_id VARCHAR NOT NULL, component VARCHAR NOT NULL, region VARCHAR, status VARCHAR);
COMMENT ON TABLE report_component IS 'One component that a report names.';
COMMENT ON COLUMN report_component.report_id IS 'Report it belongs to.';
COMMENT ON COLUMN report_component.component IS 'Component or service in the words of the source.';
COMMENT ON COLUMN report_component.region IS 'Region, where the source gives one.';
COMMENT ON COLUMN report_component.status IS 'Status of the component.';

CREATE TABLE report_check (report_id VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL, state VARCHAR NOT NULL);
COMMENT ON TABLE report_check IS 'One probe of a check log.';
COMMENT ON COLUMN report_check.report_id IS 'Report that the probe belongs to.';
COMMENT ON COLUMN report_check."at" IS 'When it was probed (UTC).';
COMMENT ON COLUMN report_check.state IS 'State found.';

CREATE TABLE report_history AS SELECT *, NULL::TIMESTAMPTZ AS replaced_at FROM report;
COMMENT ON TABLE report_history IS 'Versions of reports that a newer snapshot replaced.';
COMMENT ON COLUMN report_history.replaced_at IS 'When the newer version was loaded (UTC).';

CREATE TABLE outage_report (outage_id VARCHAR NOT NULL, report_id VARCHAR NOT NULL, basis VARCHAR NOT NULL);
COMMENT ON TABLE outage_report IS 'Which reports belong to which outage.';
COMMENT ON COLUMN outage_report.outage_id IS 'Outage.';
COMMENT ON COLUMN outage_report.report_id IS 'Report.';
COMMENT ON COLUMN outage_report.basis IS 'Why they are joined.';

CREATE TABLE quarantine (load_id BIGINT NOT NULL, locator VARCHAR NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR);
COMMENT ON TABLE quarantine IS 'Records kept but not loaded.';
COMMENT ON COLUMN quarantine.load_id IS 'Load that met it.';
COMMENT ON COLUMN quarantine.locator IS 'Place in the file.';
COMMENT ON COLUMN quarantine.reason IS 'Why it could not be read.';
COMMENT ON COLUMN quarantine.raw IS 'Its text.';

CREATE TABLE flag (report_id VARCHAR NOT NULL, rule VARCHAR NOT NULL, detail VARCHAR);
COMMENT ON TABLE flag IS 'Reports that are loaded but implausible.';
COMMENT ON COLUMN flag.report_id IS 'Report.';
COMMENT ON COLUMN flag.rule IS 'Name of the rule that it breaks.';
COMMENT ON COLUMN flag.detail IS 'What was found.';

CREATE TABLE series (
    series_id VARCHAR NOT NULL, entity_id VARCHAR NOT NULL, "at" TIMESTAMPTZ NOT NULL,
    value DOUBLE, unit VARCHAR NOT NULL, load_id BIGINT NOT NULL
);
COMMENT ON TABLE series IS 'Values over time that are no report: flights a month, customers out, complaint counts.';
COMMENT ON COLUMN series.series_id IS 'Name of the series.';
COMMENT ON COLUMN series.entity_id IS 'Of whom, in the words of the source.';
COMMENT ON COLUMN series."at" IS 'Time of the value (UTC).';
COMMENT ON COLUMN series.value IS 'Value.';
COMMENT ON COLUMN series.unit IS 'Unit.';
COMMENT ON COLUMN series.load_id IS 'Load that brought it.';

CREATE TABLE build_input (path VARCHAR NOT NULL, sha256 VARCHAR NOT NULL);
COMMENT ON TABLE build_input IS 'Files that this database was built from, with the hash of each.';
COMMENT ON COLUMN build_input.path IS 'File name within its folder.';
COMMENT ON COLUMN build_input.sha256 IS 'Hash of its bytes.';
