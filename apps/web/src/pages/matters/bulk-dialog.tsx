import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BodyOf, BulkAnswer, BulkDeed, MatterSummary } from '@yingshang/server/contract'
import { Alert, Button, Modal } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import { ApiError, api } from '../../api/client.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { say } from '../forms/value.tsx'
import { BulkAction } from './bulk-action.tsx'
import { AssignForm, DelegateForm } from './bulk-forms.tsx'

export type BulkKind = 'follow' | 'unfollow' | 'assign' | 'delegate' | 'act'

/** One deed on many matters: what it would do on each, then what it did. One that is refused stops none of the others. */
export function BulkDialog({
  kind,
  chosen,
  onClose,
}: {
  kind: BulkKind
  chosen: readonly MatterSummary[]
  onClose: (ran: boolean) => void
}) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const client = useQueryClient()
  const [deed, setDeed] = useState<BulkDeed | null>(null)
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  const [ran, setRan] = useState(false)
  const [fault, setFault] = useState<ApiError | null>(null)
  const items = chosen.map((m) => ({ id: m.id, expectedSeq: m.seq }))
  const ask = useMutation({
    mutationFn: ({ to, body }: { to: string; body: BodyOf<'performBulk'> }) => api.post<BulkAnswer>(to, body),
  })
  const { mutateAsync } = ask
  const count = (list: BulkAnswer, ...results: BulkAnswer['items'][number]['result'][]) =>
    list.items.filter((i) => results.includes(i.result)).length

  // biome-ignore lint/correctness/useExhaustiveDependencies: the choice cannot change while the dialog is open
  const preview = useCallback(
    async (next: BulkDeed) => {
      setFault(null)
      try {
        setAnswer(await mutateAsync({ to: '/api/matters/bulk/preview', body: { items, deed: next } }))
        setDeed(next)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        setFault(error)
      }
    },
    [mutateAsync],
  )
  useEffect(() => {
    if (kind === 'follow' || kind === 'unfollow') void preview({ do: 'follow', following: kind === 'follow' })
  }, [kind, preview])

  const perform = async () => {
    if (!deed || !answer) return
    setFault(null)
    const wanted = new Set(answer.items.filter((i) => i.result === 'will').map((i) => i.id))
    try {
      const done = await mutateAsync({ to: '/api/matters/bulk', body: { items: items.filter((i) => wanted.has(i.id)), deed } })
      // What the preview left out stays in the list with its reason.
      const results = new Map(done.items.map((i) => [i.id, i]))
      const whole = { items: answer.items.map((i) => results.get(i.id) ?? i) }
      setAnswer(whole)
      setRan(true)
      toast.announce(t('bulk.result', { good: count(whole, 'done'), same: count(whole, 'already'), bad: count(whole, 'refused') }))
      for (const key of ['matters', 'matter', 'tasks', 'due']) void client.invalidateQueries({ queryKey: [key] })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(error)
    }
  }
  const good = answer ? count(answer, 'will') : 0
  const forms = kind === 'assign' || kind === 'delegate' || kind === 'act'
  const form = {
    assign: <AssignForm chosen={chosen} busy={ask.isPending} onPreview={preview} />,
    delegate: <DelegateForm busy={ask.isPending} onPreview={preview} />,
    act: <BulkAction chosen={chosen} onPreview={preview} />,
  }
  return (
    <Modal
      open
      width={640}
      title={t(`bulk.title.${kind}`)}
      onCancel={() => onClose(ran)}
      footer={
        ran ? (
          <Button type="primary" onClick={() => onClose(true)}>
            {t('common.close')}
          </Button>
        ) : answer ? (
          <>
            {forms && <Button onClick={() => setAnswer(null)}>{t('bulk.again')}</Button>}
            <Button onClick={() => onClose(false)}>{t('common.cancel')}</Button>
            <Button type="primary" disabled={good === 0} loading={ask.isPending} onClick={() => void perform()}>
              {t(`bulk.go.${kind}`, { n: good })}
            </Button>
          </>
        ) : null
      }
    >
      {fault && <Alert role="alert" type="error" showIcon title={fault.say(locale)} />}
      {/* The form stays while its preview is shown, so that nothing typed is lost on the way back. */}
      {forms && <div hidden={answer !== null}>{form[kind]}</div>}
      {answer && (
        <>
          <p className="muted" role="status">
            {t(ran ? 'bulk.result' : 'bulk.summary', {
              good: count(answer, ran ? 'done' : 'will'),
              same: count(answer, 'already'),
              bad: count(answer, 'refused'),
            })}
          </p>
          <ul className="bulk-list">
            {answer.items.map((item) => (
              <li key={item.id} data-result={item.result}>
                {item.matter ? (
                  <Words>{locale === 'zh' ? item.matter.title : item.matter.titleEn}</Words>
                ) : (
                  <span className="muted">{t('bulk.hidden')}</span>
                )}
                <span className="bulk-result">
                  {item.result === 'refused' ? (
                    <>
                      {t('bulk.refused')}
                      <Words>{item.reasons.map((reason) => say(reason, locale)).join(locale === 'zh' ? '；' : '; ')}</Words>
                    </>
                  ) : (
                    t(item.result === 'already' ? 'bulk.already' : `bulk.${item.result}.${kind}`)
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}
