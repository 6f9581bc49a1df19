import { useQueryClient } from '@tanstack/react-query'
import type { MatterSummary } from '@yingshang/server/contract'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { follow } from '../../api/matters.ts'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'

type Result = 'waiting' | 'done' | ApiError

/** Follows several matters at once: first what would happen to each, then what did. One that fails stops none of the others. */
export function BulkFollow({ chosen, onDone }: { chosen: readonly MatterSummary[]; onDone: () => void }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map())
  const todo = chosen.filter((matter) => !matter.following)
  const ran = results.size > 0
  const running = [...results.values()].includes('waiting')
  const run = async () => {
    const found = new Map<string, Result>(todo.map((matter) => [matter.id, 'waiting']))
    setResults(new Map(found))
    for (const matter of todo) {
      try {
        await follow(matter.id, true)
        found.set(matter.id, 'done')
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        found.set(matter.id, error)
      }
      setResults(new Map(found))
    }
    const good = [...found.values()].filter((r) => r === 'done').length
    toast.announce(t('bulk.result', { good, bad: found.size - good }))
    for (const key of ['matters', 'matter']) void client.invalidateQueries({ queryKey: [key] })
  }
  const close = () => {
    setOpen(false)
    if (ran) onDone()
  }
  return (
    <div className="bulk-bar">
      <span>{t('bulk.chosen', { n: chosen.length })}</span>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        {t('bulk.follow')}
      </Button>
      <Button size="small" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
      <Modal
        open={open}
        title={t('bulk.followTitle', { n: todo.length })}
        onCancel={close}
        footer={
          ran ? (
            <Button type="primary" onClick={close} loading={running}>
              {t('common.close')}
            </Button>
          ) : (
            <>
              <Button onClick={close}>{t('common.cancel')}</Button>
              <Button type="primary" disabled={todo.length === 0} onClick={() => void run()}>
                {t('bulk.go', { n: todo.length })}
              </Button>
            </>
          )
        }
      >
        <ul className="bulk-list">
          {chosen.map((matter) => {
            const result = results.get(matter.id)
            return (
              <li key={matter.id}>
                <Words>{matter.title}</Words>
                <span>
                  {result instanceof ApiError
                    ? result.say(locale)
                    : result === 'done'
                      ? t('bulk.done')
                      : result === 'waiting'
                        ? t('bulk.waiting')
                        : t(matter.following ? 'bulk.already' : 'bulk.will')}
                </span>
              </li>
            )
          })}
        </ul>
      </Modal>
    </div>
  )
}
