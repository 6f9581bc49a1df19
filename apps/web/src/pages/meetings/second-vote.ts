import { MAJORITIES } from '@yingshang/ballot'
import type { BodyOf, MeetingDetail } from '@yingshang/server/contract'
import type { Translate } from '../../messages/index.tsx'

type ItemInput = NonNullable<BodyOf<'createMeeting'>['agenda']>[number]

/** What failed at a meeting and may be voted on once more by the law: with the classes that refused, or by everybody. */
export function secondVotes(t: Translate, meeting: MeetingDetail): readonly ItemInput[] {
  return meeting.agenda.flatMap((item) => {
    const { resolution, result } = item
    const again = MAJORITIES.find((majority) => majority.id === resolution?.majority)?.secondVote
    if (resolution === null || result === null || result.passed || resolution.secondOf || again === undefined || again === 'none') return []
    const refused = result.classes.flatMap((one) => (one.passed || one.class === null ? [] : [one.class]))
    return [
      {
        title: t('meetings.second.title', { title: item.title }),
        body: item.body,
        resolution: {
          subject: resolution.subject,
          majority: resolution.majority,
          ...(again === 'classes' ? { classes: refused as NonNullable<typeof resolution.classes> } : {}),
          secondOf: { meeting: meeting.id, item: item.id },
        },
      },
    ]
  })
}
