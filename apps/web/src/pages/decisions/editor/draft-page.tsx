import { Link, useBlocker, useParams } from '@tanstack/react-router'
import type { DecisionTableView } from '@yingshang/server/contract'
import { dateInChina } from '@yingshang/time'
import { Alert, App, Button, Input, Spin, Tag, Upload } from 'antd'
import { lazy, Suspense, useId, useRef, useState, useSyncExternalStore } from 'react'
import { ApiError } from '../../../api/client.ts'
import { useDecisionTable } from '../../../api/matters.ts'
import { instant } from '../../../components/format.ts'
import { Page } from '../../../components/page.tsx'
import { useToast } from '../../../components/toast.tsx'
import { Trouble } from '../../../components/trouble.tsx'
import { useMessages } from '../../../messages/index.tsx'
import { useSession } from '../../../session/session.ts'
import { say } from '../../forms/value.tsx'
import { type ForEditor, forEditor } from './dmn-bridge.ts'
import { draftIn, inForceOn, useSaveDraft, useVersionFile, useVersions, type Version } from './queries.ts'
import type { TableEditorHandle } from './table-editor.tsx'
import { Findings, versionName } from './version-words.tsx'
import { DraftTrial } from './versions-page.tsx'
import '../../matters/matters.css'
import '../../forms/forms.css'
import '../decisions.css'
import './editor.css'

const TableEditor = lazy(() => import('./table-editor.tsx'))

/** What the server takes. */
const MOST_CHARACTERS = 900_000

/** 起草: a decision table changed in an editor, or by a file that was changed elsewhere; saved with a reason, tried before it is published. */
export function DraftPage() {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const { tableId } = useParams({ from: '/decisions/$tableId/draft' })
  const table = useDecisionTable(tableId)
  const versions = useVersions(tableId)
  const failed = table.isError ? table : versions.isError ? versions : null
  if (failed)
    return (
      <Page title={t('versions.title')}>
        <Trouble error={failed.error} retry={() => void failed.refetch()} />
      </Page>
    )
  if (!table.data || !versions.data) return <Waiting />
  const title = say(table.data.summary.title, locale)
  if (!may('decision.draft'))
    return (
      <Page title={t('draft.title', { title })}>
        <p className="panel decision-part">{t('draft.notYours')}</p>
      </Page>
    )
  return (
    <Opening key={tableId} table={table.data} versions={versions.data.items} refresh={async () => (await versions.refetch()).data?.items} />
  )
}

interface Given {
  readonly table: DecisionTableView
  readonly versions: readonly Version[]
  /** The versions as they are on the server now. */
  readonly refresh: () => Promise<readonly Version[] | undefined>
}

function Waiting() {
  const { t } = useMessages()
  return (
    <div className="center">
      <Spin description={t('common.loading')} />
    </div>
  )
}

/** Fetches what the editor starts with: the draft, or else what is in force. That is chosen once; saving does not fill the editor anew. */
function Opening(given: Given) {
  const { t } = useMessages()
  const [base] = useState(
    () => draftIn(given.versions) ?? inForceOn(given.versions, dateInChina(new Date().toISOString())) ?? given.versions.at(-1)!,
  )
  const file = useVersionFile(given.table.summary.id, base)
  if (file.isError)
    return (
      <Page title={t('versions.title')}>
        <Trouble error={file.error} retry={() => void file.refetch()} />
      </Page>
    )
  if (file.data === undefined) return <Waiting />
  return <Drafting {...given} base={base} file={file.data} />
}

type Refused = Extract<ForEditor, { ok: false }>['reason'] | 'not-shown' | 'too-large'

function Drafting({ table, versions, refresh, base, file }: Given & { base: Version; file: string }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const { modal } = App.useApp()
  const id = useId()
  const tableId = table.summary.id
  const wide = useWide()
  // Once open, the editor stays: a window made narrow must not lose what was typed.
  const [edited, setEdited] = useState(wide)
  if (wide && !edited) setEdited(true)
  const editor = useRef<TableEditorHandle>(null)
  const noteField = useRef<HTMLTextAreaElement>(null)
  const [uploaded, setUploaded] = useState<{ name: string; text: string } | null>(null)
  const [note, setNote] = useState(base.status === 'draft' ? base.note : '')
  const [dirty, setDirty] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [noteFault, setNoteFault] = useState(false)
  const known = useRef(draftIn(versions)?.revision ?? 0)
  const save = useSaveDraft(tableId)
  const draft = draftIn(versions)

  useBlocker({ shouldBlockFn: () => dirty && !window.confirm(t('draft.leave')), enableBeforeUnload: () => dirty })

  const refuse = (reason: Refused) => {
    setFault(t(`draft.refused.${reason}`))
    toast.announce(t(`draft.refused.${reason}`))
  }
  const take = async (chosen: File) => {
    setFault(null)
    const text = await chosen.text()
    if (text.length > MOST_CHARACTERS) return refuse('too-large')
    const read = forEditor(text)
    if (!read.ok) return refuse(read.reason)
    setUploaded({ name: chosen.name, text })
    setDirty(true)
    toast.announce(t('draft.uploaded', { name: chosen.name }))
  }
  const write = async (over?: number) => {
    try {
      const dmn = edited ? await editor.current?.read() : uploaded?.text
      if (dmn === undefined) return setFault(t('draft.fileNeeded'))
      const saved = draftIn((await save.mutateAsync({ dmn, note, revision: over ?? known.current })).items)
      known.current = saved?.revision ?? 0
      setDirty(false)
      const doubts = saved?.findings.length ?? 0
      toast.done(doubts === 0 ? t('draft.done') : t('draft.doneDoubts', { n: doubts }))
    } catch (error) {
      if (error instanceof ApiError && error.code === 'version.conflict') await conflict()
      else if (error instanceof ApiError) setFault(error.say(locale))
      else toast.failed(error)
    }
  }
  /** Somebody else saved since: who and when, and the choice to put this one over theirs. What was typed stays where it is. */
  const conflict = async () => {
    const others = draftIn((await refresh()) ?? versions)
    modal.confirm({
      title: t('draft.conflict'),
      content: others
        ? t('draft.conflictText', { name: others.savedBy?.displayName ?? '', at: instant(others.savedAt!) })
        : t('draft.conflictGone'),
      okText: t('draft.overwrite'),
      cancelText: t('common.cancel'),
      onOk: () => write(others?.revision ?? 0),
    })
  }
  const submit = async () => {
    setFault(null)
    const unsaid = note.trim() === ''
    setNoteFault(unsaid)
    if (unsaid) {
      toast.announce(t('draft.noteNeeded'))
      return noteField.current?.focus()
    }
    await write()
  }

  return (
    <Page
      title={t('draft.title', { title: say(table.summary.title, locale) })}
      lede={
        <span className="matter-head">
          <Link to="/decisions/$tableId/versions" params={{ tableId }}>
            {t('versions.title')}
          </Link>
          <span>
            {draft
              ? t('draft.keptBy', { name: draft.savedBy?.displayName ?? '', at: instant(draft.savedAt!) })
              : t('draft.based', { version: versionName(base, t) })}
          </span>
          {dirty && <Tag className="doubt-tag">{t('draft.unsaved')}</Tag>}
        </span>
      }
    >
      <section className="panel decision-part" aria-labelledby={`${id}-table`}>
        <div className="draft-head">
          <h2 id={`${id}-table`}>{t('draft.table')}</h2>
          <Upload
            accept=".dmn,.xml"
            showUploadList={false}
            beforeUpload={(chosen) => {
              void take(chosen)
              return false
            }}
          >
            <Button>{t('draft.upload')}</Button>
          </Upload>
        </div>
        {uploaded && <p className="muted">{t('draft.uploaded', { name: uploaded.name })}</p>}
        {edited ? (
          <>
            <p className="muted">{t('draft.howTo')}</p>
            <Suspense fallback={<Waiting />}>
              <TableEditor
                ref={editor}
                file={uploaded?.text ?? file}
                onChange={() => setDirty(true)}
                onFailed={() => refuse('not-shown')}
              />
            </Suspense>
          </>
        ) : (
          <Alert type="info" showIcon title={t('draft.narrow')} />
        )}
        <form
          className="draft-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <label className="form-label" htmlFor={`${id}-note`}>
            {t('draft.note')}
          </label>
          <Input.TextArea
            id={`${id}-note`}
            ref={(found) => {
              noteField.current = found?.resizableTextArea?.textArea ?? null
            }}
            required
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={note}
            status={noteFault ? 'error' : ''}
            aria-invalid={noteFault}
            aria-describedby={noteFault ? `${id}-fault` : undefined}
            onChange={(event) => {
              setNote(event.target.value)
              setNoteFault(false)
              setDirty(true)
            }}
          />
          {noteFault && (
            <p id={`${id}-fault`} className="form-error">
              {t('draft.noteNeeded')}
            </p>
          )}
          {fault && <Alert role="alert" type="error" showIcon title={fault} />}
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('draft.save')}
          </Button>
        </form>
      </section>
      {draft && draft.findings.length > 0 && (
        <section className="panel decision-part" aria-labelledby={`${id}-findings`}>
          <h2 id={`${id}-findings`}>{t('draft.findings')}</h2>
          <Findings list={draft.findings} />
        </section>
      )}
      {draft && (
        <>
          {dirty && <p className="muted">{t('draft.trySaved')}</p>}
          <DraftTrial key={draft.revision} table={table} />
        </>
      )}
    </Page>
  )
}

const WIDE = '(min-width: 768px)'

/** Whether there is room for a table editor. */
function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => window.matchMedia(WIDE).matches,
  )
}
