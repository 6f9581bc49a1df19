import type { MeetingDetail } from '@yingshang/server/contract'
import { Radio, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FilePick } from './file-pick.tsx'
import { CHOICES, type Choice, useVoters } from './queries.ts'
import { digestOf } from './sheet-digest.ts'

/** What is read off a sheet of paper. */
export interface Sheet {
  readonly item: string | null
  readonly voter: { readonly value: string; readonly label: string } | null
  readonly choice: Choice | null
  readonly file: { readonly name: string; readonly digest: string } | null
}
export const NO_SHEET: Sheet = { item: null, voter: null, choice: null, file: null }

/** The next sheet: of the same item, everything else is read anew. */
export const nextSheet = ({ item }: Sheet): Sheet => ({ ...NO_SHEET, item })

/** A sheet with everything on it, as it is sent; null while something is missing. */
export function completeSheet({ item, voter, choice, file }: Sheet) {
  if (!item || !voter || !choice || !file) return null
  return { item, voter: voter.value, name: voter.label, choice, digest: file.digest }
}

/** Item, voter, choice and scan of a vote on paper; `items`: those that can be voted on, `more`: what else is on the sheet. */
export function SheetFields(props: {
  meeting: MeetingDetail
  items: MeetingDetail['agenda']
  sheet: Sheet
  onChange: (sheet: Sheet) => void
  /** Whose words: a sheet of the meeting, or one from before it. */
  of: 'paper' | 'preVote'
  more?: ReactNode
}) {
  const { meeting, items, sheet, onChange, of, more } = props
  const { t } = useMessages()
  const id = useId()
  const [q, setQ] = useState('')
  const voters = useVoters(meeting.id, q === '' ? {} : { q }).data?.pages[0]?.items ?? []
  const set = (change: Partial<Sheet>) => onChange({ ...sheet, ...change })
  return (
    <>
      <div className="meeting-form">
        <div>
          <label htmlFor={`${id}-item`}>{t(`meetings.${of}.item`)}</label>
          <Select
            id={`${id}-item`}
            className="meeting-wide"
            value={sheet.item}
            options={items.map((one) => ({ value: one.id, label: `${one.place}. ${one.title}` }))}
            onChange={(item) => set({ item })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-voter`}>{t(`meetings.${of}.voter`)}</label>
          <Select
            id={`${id}-voter`}
            className="meeting-wide"
            labelInValue
            showSearch={{ filterOption: false, onSearch: setQ }}
            value={sheet.voter}
            options={voters.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(chosen) => set({ voter: { value: chosen.value, label: String(chosen.label) } })}
          />
        </div>
        {more}
      </div>
      <Radio.Group
        aria-label={t(`meetings.${of}.choice`)}
        value={sheet.choice}
        options={CHOICES.map((one) => ({ value: one, label: t(`meetings.choice.${one}`) }))}
        onChange={(event) => set({ choice: event.target.value as Choice })}
      />
      <p className="meeting-line meeting-end">
        <FilePick
          label={t(`meetings.${of}.sheet`)}
          accept="image/*,.pdf"
          onFile={(file) => void digestOf(file).then((digest) => set({ file: { name: file.name, digest } }))}
        />
        {sheet.file && <Words>{sheet.file.name}</Words>}
      </p>
    </>
  )
}
