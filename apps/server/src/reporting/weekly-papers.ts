import type { OfficialBlock } from '@yingshang/document'
import type { MeetingShown, WeeklyDecision, WeeklyMeetingDetail } from '../contract/weekly-meetings.ts'
import type { FileAnswer } from '../http/endpoint.ts'
import { dayWords, docx, heading, listParts, NUMERALS, paragraph, problemTable, taskTable } from './papers.ts'

/** The weekly meeting on paper: its agenda and its minutes. */

const silentWords = ({ silent }: MeetingShown): string[] =>
  silent === null
    ? []
    : [
        silent.names.length === 0
          ? `本期应报${silent.asked}家单位，已全部报送。`
          : `本期应报${silent.asked}家单位，未报送${silent.names.length}家：${silent.names.join('、')}。`,
      ]

/** Earlier decisions with what became of each. */
function followed(previous: readonly WeeklyDecision[]): OfficialBlock[] {
  return [
    {
      kind: 'table',
      columns: [
        { title: '会议', weight: 2.4, align: 'center' },
        { title: '议定事项', weight: 7, align: 'left' },
        { title: '单位', weight: 3, align: 'center' },
        { title: '落实情况', weight: 4, align: 'left' },
      ],
      rows: previous.map((d) => [d.on, d.sentence, d.body?.name ?? '', d.fate?.words.zh ?? '']),
    },
  ]
}

/** Headings in order, with those parts left out that have nothing to say. */
function numbered(parts: readonly (readonly [title: string, blocks: readonly OfficialBlock[]])[]): OfficialBlock[] {
  return parts.filter(([, blocks]) => blocks.length > 0).flatMap(([title, blocks], i) => [heading(`${NUMERALS[i]}、${title}`), ...blocks])
}

export interface Agenda {
  readonly title: string
  readonly on: string
  readonly place: string
  readonly shown: MeetingShown
  readonly previous: readonly WeeklyDecision[]
}

/** The agenda: what the last meeting decided and what became of it, and what the ledger says must be talked about. */
export const agendaPaper = ({ title, on, place, shown, previous }: Agenda, now: Date): Promise<FileAnswer> => {
  const { lists, review } = shown
  const speakers = [...new Set(lists.problems.flatMap((p) => p.rows.map((r) => r.body)).filter((b) => b !== ''))]
  return docx(`${title}工作例会议程`, now, {
    title: `${title}\n工作例会议程`,
    body: [
      paragraph(`时间：${dayWords(on)}`),
      ...(place === '' ? [] : [paragraph(`地点：${place}`)]),
      ...numbered([
        ['通报总体进展', [...lists.report.slice(0, 2), ...silentWords(shown)].map(paragraph)],
        ['通报上次例会议定事项落实情况', previous.length === 0 ? [] : followed(previous)],
        [
          '逐项研究问题清单',
          [...listParts(lists), ...(speakers.length === 0 ? [] : [paragraph(`请以下单位说明情况：${speakers.join('、')}。`)])],
        ],
        ['审议销号申请', review.length === 0 ? [] : [problemTable(review)]],
        [
          `部署近期任务（至${dayWords(lists.until)}）`,
          [lists.tasks.rows.length === 0 ? paragraph('近期没有到期任务。') : taskTable(lists.tasks.rows)],
        ],
        ['其他事项', [paragraph('由与会单位提出。')]],
      ]),
    ],
  })
}

/** The minutes: what the ledger said on the day, and what was decided. Somebody who sees their own decisions alone gets those. */
export const minutesPaper = ({ meeting, shown, previous, decisions }: WeeklyMeetingDetail, now: Date): Promise<FileAnswer> =>
  docx(meeting.title, now, {
    title: `${meeting.ledger.name}\n工作例会纪要`,
    ...(meeting.status === 'adopted' ? {} : { subtitle: '（草稿）' }),
    body: [
      paragraph(
        [
          `${dayWords(meeting.on)}，`,
          meeting.place === '' ? '' : `在${meeting.place}`,
          '召开工作例会',
          meeting.chair === '' ? '。' : `，${meeting.chair}主持。`,
        ].join(''),
      ),
      ...numbered([
        ['总体进展', shown === null ? [] : [...shown.lists.report, ...silentWords(shown)].map(paragraph)],
        ['上次例会议定事项落实情况', previous.length === 0 ? [] : followed(previous)],
        ['研究的问题', shown === null ? [] : listParts(shown.lists)],
        ['议定事项', decisions.length === 0 ? [paragraph('无。')] : decisions.map((d) => paragraph(`${d.number}.${d.sentence}。`))],
      ]),
      ...(meeting.present === '' ? [] : [paragraph(`出席：${meeting.present}`)]),
    ],
  })
