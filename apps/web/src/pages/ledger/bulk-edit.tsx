import type { EntryBulkResult, EntryFilter } from '@yingshang/server/contract'
import { Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import { useToast } from '../../components/toast.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FactDialog } from './fact-dialog.tsx'
import { FOR_MANY } from './fact-fields.ts'
import { type FactInput, useEditMany, usePreviewMany } from './queries.ts'

/** Entries that were chosen one by one, or everything that a filter gives. */
export type Chosen = { readonly entries: readonly string[] } | { readonly filter: EntryFilter; readonly total: number }

/** The same deed for many entries: what it is, what it would change on each, and what came of it on each. */
export function BulkEdit({ chosen, onDone }: { chosen: Chosen; onDone: () => void }) {
  const { t } = useMessages()
  const toast = useToast()
  const preview = usePreviewMany()
  const edit = useEditMany()
  const [kind, setKind] = useState<(typeof FOR_MANY)[number] | null>(null)
  const [fact, setFact] = useState<FactInput | null>(null)
  const [result, setResult] = useState<EntryBulkResult | null>(null)
  const n = 'filter' in chosen ? chosen.total : chosen.entries.length
  const which = 'filter' in chosen ? { filter: chosen.filter } : { entries: [...chosen.entries] }
  const close = () => {
    const written = result?.dryRun === false
    setResult(null)
    setFact(null)
    if (written) onDone()
  }
  return (
    <span className="bulk-bar">
      <span>{t('filter' in chosen ? 'ledger.chosenAll' : 'ledger.chosen', { n })}</span>
      <Dropdown
        trigger={['click']}
        menu={{ items: FOR_MANY.map((one) => ({ key: one, label: t(`ledger.fact.${one}`), onClick: () => setKind(one) })) }}
      >
        <Button size="small" type="primary" aria-haspopup="menu">
          {t('ledger.editMany')}
        </Button>
      </Dropdown>
      <Button size="small" onClick={onDone}>
        {t('ledger.chooseNone')}
      </Button>
      {kind !== null && (
        <FactDialog
          kind={kind}
          title={t('ledger.manyTitle', { what: t(`ledger.fact.${kind}`), n })}
          onSave={async (typed) => {
            setResult(await preview.mutateAsync({ ...which, fact: typed }))
            setFact(typed)
          }}
          onClose={() => setKind(null)}
        />
      )}
      <Modal
        open={result !== null}
        width={760}
        title={result?.dryRun === false ? t('ledger.manyDone', { n: result.done }) : t('ledger.manyPreview')}
        onCancel={close}
        footer={
          result?.dryRun ? (
            <>
              <Button onClick={close}>{t('common.cancel')}</Button>
              <Button
                type="primary"
                disabled={result.done === 0}
                loading={edit.isPending}
                onClick={() =>
                  fact &&
                  void edit
                    .mutateAsync({ ...which, fact, dryRun: false, ...('filter' in which ? { expected: result.items.length } : {}) })
                    .then((done) => {
                      setResult(done)
                      toast.announce(t('ledger.manyDone', { n: done.done }))
                    }, toast.failed)
                }
              >
                {t('ledger.manyGo', { n: result.done })}
              </Button>
            </>
          ) : (
            <Button type="primary" onClick={close}>
              {t('common.close')}
            </Button>
          )
        }
      >
        {result && <Results result={result} />}
      </Modal>
    </span>
  )
}

/** Results that the dialog lists; the refused ones stand first. */
const SHOWN = 200

function Results({ result }: { result: EntryBulkResult }) {
  const { t, locale } = useMessages()
  return (
    <>
      <p className="muted">{t('ledger.manyCount', { done: result.done, refused: result.refused })}</p>
      <ul className="bulk-results">
        {[...result.items]
          .sort((a, b) => Number(a.ok) - Number(b.ok))
          .slice(0, SHOWN)
          .map((item) => (
            <li key={item.id} data-ok={item.ok}>
              <span>
                <span aria-hidden="true">{item.ok ? '✓ ' : '✕ '}</span>
                <Words>{`${item.number} ${item.title}`}</Words>
              </span>
              <span className="bulk-what">
                {item.refusals.map((r) => (locale === 'zh' ? r.zh : r.en)).join('；')}
                {item.ok && item.changes.length === 0 && t('ledger.manyRecorded')}
                {item.changes.map((c) => (
                  <span key={c.field}>
                    {c.label[locale]}：<del>{c.before ?? '—'}</del> → <ins>{c.after ?? '—'}</ins>
                  </span>
                ))}
              </span>
            </li>
          ))}
      </ul>
      {result.items.length > SHOWN && <p className="muted">{t('ledger.manyMore', { n: result.items.length - SHOWN })}</p>}
    </>
  )
}
