/**
 * Worked examples of statutory periods, each with the rule it restates. `roll: false` where the period ends by date.
 * The dates were worked out by hand from the rules of day counting and the yearly notices.
 */
import { days, type Hours, hours, months, type Period, workingDays, years } from '@yingshang/time'

export interface Example {
  readonly rule: string
  readonly what: string
  readonly start: string
  readonly length: Period | readonly Period[]
  readonly plain?: string
  readonly due: string
  readonly roll?: false
}

export const EXAMPLES: readonly Example[] = [
  // Counting itself
  {
    rule: 'H-3',
    what: 'judgment served before National Day',
    start: '2022-09-16',
    length: days(15),
    plain: '2022-10-01',
    due: '2022-10-08',
  },
  {
    rule: 'B1-14',
    what: 'appeal against a ruling over the Spring Festival',
    start: '2021-02-02',
    length: days(10),
    plain: '2021-02-12',
    due: '2021-02-18',
  },
  {
    rule: 'A1-2',
    what: 'objection over the Spring Festival',
    start: '2026-02-10',
    length: days(7),
    plain: '2026-02-17',
    due: '2026-02-24',
  },
  { rule: 'H-3', what: 'ten days into National Day', start: '2025-09-25', length: days(10), plain: '2025-10-05', due: '2025-10-09' },
  {
    rule: 'H-9',
    what: 'a make-up Saturday is a working day',
    start: '2024-09-27',
    length: days(15),
    plain: '2024-10-12',
    due: '2024-10-12',
  },
  { rule: 'H-2', what: 'no 31 February', start: '2021-08-31', length: months(6), due: '2022-02-28' },
  { rule: 'H-2', what: 'last day of February in a leap year', start: '2023-08-31', length: months(6), due: '2024-02-29' },
  { rule: 'H-2', what: '29 February and a year', start: '2024-02-29', length: years(1), due: '2025-02-28' },
  { rule: 'H-2', what: 'over the year end', start: '2022-12-31', length: months(2), due: '2023-02-28' },
  { rule: 'H-3', what: 'one day before a weekend', start: '2022-03-04', length: days(1), plain: '2022-03-05', due: '2022-03-07' },
  { rule: 'H-3', what: 'ends on New Year', start: '2021-12-22', length: days(10), plain: '2022-01-01', due: '2022-01-04' },
  {
    rule: 'H-9',
    what: 'a day off of a notice in the old year',
    start: '2022-12-21',
    length: days(10),
    plain: '2022-12-31',
    due: '2023-01-03',
  },
  // Petition and acceptance of bankruptcy
  { rule: 'A1-1', what: 'debtor told of the petition', start: '2022-03-01', length: days(5), plain: '2022-03-06', due: '2022-03-07' },
  { rule: 'A1-2', what: 'debtor objects', start: '2022-03-07', length: days(7), plain: '2022-03-14', due: '2022-03-14' },
  {
    rule: 'A1-3',
    what: 'ruling after the objection period',
    start: '2022-03-14',
    length: days(10),
    plain: '2022-03-24',
    due: '2022-03-24',
  },
  {
    rule: 'A1-4',
    what: "ruling on the debtor's own petition",
    start: '2022-03-01',
    length: days(15),
    plain: '2022-03-16',
    due: '2022-03-16',
  },
  {
    rule: 'A1-5',
    what: 'with the extension of the higher court',
    start: '2022-03-01',
    length: [days(15), days(15)],
    plain: '2022-03-31',
    due: '2022-03-31',
  },
  { rule: 'A1-6', what: 'ruling served on the petitioner', start: '2022-03-16', length: days(5), plain: '2022-03-21', due: '2022-03-21' },
  { rule: 'A1-7', what: 'debtor hands in its papers', start: '2022-03-21', length: days(15), plain: '2022-04-05', due: '2022-04-06' },
  { rule: 'A1-8', what: 'appeal against non-acceptance', start: '2022-04-22', length: days(10), plain: '2022-05-02', due: '2022-05-05' },
  { rule: 'A1-11', what: 'notice to known creditors', start: '2022-03-01', length: days(25), plain: '2022-03-26', due: '2022-03-28' },
  { rule: 'A1-12', what: 'supplement notice', start: '2022-01-27', length: days(5), plain: '2022-02-01', due: '2022-02-07' },
  {
    rule: 'A1-15',
    what: 'mutually unperformed contract, silence',
    start: '2022-03-01',
    length: months(2),
    plain: '2022-05-01',
    due: '2022-05-05',
  },
  { rule: 'A1-22', what: 'objection to a set-off', start: '2021-11-30', length: months(3), plain: '2022-02-28', due: '2022-02-28' },
  // Claims and meetings
  { rule: 'A2-1', what: 'shortest claim period', start: '2022-03-01', length: days(30), plain: '2022-03-31', due: '2022-03-31' },
  { rule: 'A2-1', what: 'longest claim period', start: '2022-03-01', length: months(3), plain: '2022-06-01', due: '2022-06-01' },
  {
    rule: 'A3-1',
    what: 'first meeting after the 30-day choice',
    start: '2022-03-31',
    length: days(15),
    plain: '2022-04-15',
    due: '2022-04-15',
  },
  { rule: 'A2-7', what: 'suit on a disputed claim', start: '2022-04-15', length: days(15), plain: '2022-04-30', due: '2022-05-05' },
  {
    rule: 'A2-10',
    what: "court decides on a creditor's right to see documents",
    start: '2022-04-28',
    length: days(5),
    plain: '2022-05-03',
    due: '2022-05-05',
  },
  {
    rule: 'A3-14',
    what: 'result of a meeting off site, working day',
    start: '2022-09-29',
    length: days(3),
    plain: '2022-10-02',
    due: '2022-10-08',
  },
  { rule: 'A3-13', what: 'challenge to a resolution', start: '2022-12-20', length: days(15), plain: '2023-01-04', due: '2023-01-04' },
  { rule: 'A3-12', what: 'reconsideration of a ruling', start: '2023-04-14', length: days(15), plain: '2023-04-29', due: '2023-05-04' },
  // Reorganisation
  {
    rule: 'A4-2',
    what: 'plan within six months and three more',
    start: '2022-01-29',
    length: [months(6), months(3)],
    plain: '2022-10-29',
    due: '2022-10-31',
  },
  { rule: 'A4-2', what: 'plan within six months', start: '2022-01-29', length: months(6), plain: '2022-07-29', due: '2022-07-29' },
  { rule: 'A4-4', what: 'meeting to vote on the draft', start: '2022-08-11', length: days(30), plain: '2022-09-10', due: '2022-09-13' },
  { rule: 'A4-5', what: 'application for approval', start: '2022-09-23', length: days(10), plain: '2022-10-03', due: '2022-10-08' },
  { rule: 'A4-7', what: 'cram-down decided', start: '2023-01-05', length: days(30), plain: '2023-02-04', due: '2023-02-06' },
  // Liquidation and closing
  { rule: 'A5-1', what: 'declaration served', start: '2022-06-01', length: days(5), plain: '2022-06-06', due: '2022-06-06' },
  { rule: 'A5-1', what: 'declaration announced', start: '2022-05-25', length: days(10), plain: '2022-06-04', due: '2022-06-06' },
  { rule: 'A5-7', what: 'unclaimed share', start: '2022-12-31', length: months(2), plain: '2023-02-28', due: '2023-02-28' },
  { rule: 'A5-8', what: 'share of a claim in litigation', start: '2022-06-30', length: years(2), plain: '2024-06-30', due: '2024-07-01' },
  { rule: 'A5-9', what: 'ruling on termination', start: '2024-02-01', length: days(15), plain: '2024-02-16', due: '2024-02-18' },
  { rule: 'A5-10', what: 'deregistration', start: '2022-12-23', length: days(10), plain: '2023-01-02', due: '2023-01-03' },
  { rule: 'A5-12', what: 'additional distribution', start: '2022-10-02', length: years(2), plain: '2024-10-02', due: '2024-10-08' },
  { rule: 'A6-3', what: 'preliminary roster on notice', start: '2023-06-13', length: days(10), plain: '2023-06-23', due: '2023-06-25' },
  // Civil procedure
  { rule: 'B1-1', what: 'filing', start: '2023-01-16', length: days(7), plain: '2023-01-23', due: '2023-01-28' },
  { rule: 'B1-3', what: 'defence', start: '2022-09-26', length: days(15), plain: '2022-10-11', due: '2022-10-11' },
  { rule: 'B1-9', what: 'ordinary trial limit', start: '2022-08-31', length: months(6), plain: '2023-02-28', due: '2023-02-28' },
  {
    rule: 'B1-10',
    what: 'summary, three months and one',
    start: '2022-11-30',
    length: [months(3), months(1)],
    plain: '2023-03-30',
    due: '2023-03-30',
  },
  {
    rule: 'B1-11',
    what: 'small claims, two months and one, counted from filing',
    start: '2022-12-31',
    length: [months(2), months(1)],
    plain: '2023-03-31',
    due: '2023-03-31',
  },
  { rule: 'B1-12', what: 'second instance, judgment', start: '2021-11-30', length: months(3), plain: '2022-02-28', due: '2022-02-28' },
  { rule: 'B1-13', what: 'special procedure', start: '2022-04-08', length: days(30), plain: '2022-05-08', due: '2022-05-09' },
  { rule: 'B1-14', what: 'appeal against a judgment', start: '2025-01-14', length: days(15), plain: '2025-01-29', due: '2025-02-05' },
  { rule: 'B4-3', what: 'service by announcement', start: '2022-09-05', length: days(30), plain: '2022-10-05', due: '2022-10-08' },
  { rule: 'B6-1', what: 'judicial confirmation asked for', start: '2024-04-04', length: days(30), plain: '2024-05-04', due: '2024-05-06' },
  { rule: 'B6-4', what: 'debtor answers a payment order', start: '2023-09-15', length: days(15), plain: '2023-09-30', due: '2023-10-07' },
  { rule: 'B8-1', what: 'application for enforcement', start: '2021-10-03', length: years(2), plain: '2023-10-03', due: '2023-10-07' },
  { rule: 'B8-3', what: 'enforcement notice', start: '2024-02-02', length: days(10), plain: '2024-02-12', due: '2024-02-18' },
  {
    rule: 'B8-5',
    what: 'enforcement not done in six months',
    start: '2024-03-15',
    length: months(6),
    plain: '2024-09-15',
    due: '2024-09-18',
  },
  { rule: 'B8-6', what: 'review of an objection to an act', start: '2024-12-18', length: days(15), plain: '2025-01-02', due: '2025-01-02' },
  // Preservation
  {
    rule: 'C-5',
    what: 'suit after preservation before suit',
    start: '2022-04-08',
    length: days(30),
    plain: '2022-05-08',
    due: '2022-05-09',
  },
  { rule: 'C-15', what: 'reconsideration of preservation', start: '2022-04-29', length: days(5), plain: '2022-05-04', due: '2022-05-05' },
  {
    rule: 'C-16',
    what: 'a frozen account lapses by date',
    start: '2022-10-02',
    length: years(1),
    plain: '2023-10-02',
    due: '2023-10-02',
    roll: false,
  },
  { rule: 'C-16', what: 'seized movables lapse by date', start: '2021-05-01', length: years(2), due: '2023-05-01', roll: false },
  { rule: 'C-16', what: 'seized real estate lapses by date', start: '2023-02-28', length: years(3), due: '2026-02-28', roll: false },
  // Money, credit, mediation, appraisal
  { rule: 'D-1', what: 'case money paid out', start: '2022-09-02', length: days(30), plain: '2022-10-02', due: '2022-10-08' },
  { rule: 'D-6', what: 'name taken off the list', start: '2022-04-29', length: workingDays(3), due: '2022-05-07' },
  { rule: 'E1-3', what: 'entrusted appraisal', start: '2022-09-16', length: workingDays(30), due: '2022-11-02' },
  { rule: 'E1-3', what: 'hard appraisal', start: '2024-01-15', length: workingDays(60), due: '2024-04-12' },
  { rule: 'E2-1', what: 'court assigns a mediator', start: '2022-09-30', length: workingDays(3), due: '2022-10-10' },
  { rule: 'E2-1', what: 'parties pick together', start: '2025-04-30', length: workingDays(2), due: '2025-05-07' },
  { rule: 'E2-3', what: 'mediation before filing', start: '2022-01-03', length: days(30), plain: '2022-02-02', due: '2022-02-07' },
  { rule: 'F-9', what: 'complaint passed on', start: '2025-09-26', length: workingDays(10), due: '2025-10-16' },
  { rule: 'F-2', what: 'a large enterprise pays', start: '2025-08-05', length: days(60), plain: '2025-10-04', due: '2025-10-09' },
]

/** Hours run from the next full hour and never roll. Moments in UTC. */
export const HOURS: readonly {
  readonly rule: string
  readonly what: string
  readonly start: string
  readonly length: Hours
  readonly due: string
}[] = [
  {
    rule: 'C-3',
    what: 'urgent preservation asked at 09:20',
    start: '2022-04-08T01:20:00Z',
    length: hours(48),
    due: '2022-04-10T02:00:00Z',
  },
  {
    rule: 'C-4',
    what: 'preservation before suit, asked on the hour',
    start: '2022-04-08T01:00:00Z',
    length: hours(48),
    due: '2022-04-10T02:00:00Z',
  },
  { rule: 'C-14', what: 'urgent release over the year end', start: '2022-12-30T15:40:00Z', length: hours(48), due: '2023-01-01T16:00:00Z' },
]
