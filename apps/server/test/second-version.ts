import { PETITION } from '@yingshang/bankruptcy'
import { conditions as c, type Definition, define, effects as e } from '@yingshang/procedure'
import { days } from '@yingshang/time'

/**
 * The petition in a second version, as a change of the law could bring it: a stage has another name, the time for the ruling is longer, one field is gone, and
 * there is a new step.
 */
export function secondPetition(effectiveFrom: string): Definition {
  return define({
    ...PETITION,
    version: 'test-2',
    effectiveFrom,
    tracks: PETITION.tracks.map((track) => ({
      ...track,
      stages: track.stages.map((s) => (s.id === 'submitted' ? { ...s, id: 'received', title: { zh: '已收件', en: 'received' } } : s)),
    })),
    clocks: PETITION.clocks.map((clock) => (clock.id === 'ruling' ? { ...clock, length: days(20) } : clock)),
    fields: PETITION.fields.filter((f) => f.id !== 'grounds'),
    actions: [
      ...PETITION.actions.map((a) => (a.id === 'file' ? { ...a, form: a.form!.filter((f) => f !== 'grounds') } : a)),
      {
        id: 'note',
        label: { zh: '登记情况', en: 'note the facts' },
        by: ['clerk', 'judge'],
        when: c.stage('review', 'received'),
        effects: [e.notify(['judge'], { zh: '已登记', en: 'noted' })],
      },
    ],
    migrations: [{ from: PETITION.version, stages: { review: { submitted: 'received' } } }],
  })
}
