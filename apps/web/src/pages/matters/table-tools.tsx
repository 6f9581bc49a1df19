import { useQueryClient } from '@tanstack/react-query'
import type { MatterImport } from '@yingshang/server/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { download, upload, withQuery } from '../../api/client.ts'
import { useProcedures } from '../../api/matters.ts'
import { ImportChanges } from '../../components/import-changes.tsx'
import { ImportPanel, type SendImport } from '../../components/import-panel.tsx'
import { useToast } from '../../components/toast.tsx'
import { useMessages } from '../../messages/index.tsx'
import type { MatterSearch } from '../../routes/matter-search.ts'
import { useSession } from '../../session/session.ts'
import { say } from '../forms/value.tsx'

const path = (procedure: string) => `/api/matter-forms/${encodeURIComponent(procedure)}`

/** Matters of a procedure out of the list as a workbook, and back in, where the procedure has a form for that. */
export function TableTools({ search }: { search: MatterSearch }) {
  const { t, locale } = useMessages()
  const { may } = useSession()
  const toast = useToast()
  const [importing, setImporting] = useState(false)
  const procedure = useProcedures().data?.items.find((p) => p.id === search.procedure)
  if (!procedure?.table) return null
  const name = say(procedure.title, locale)
  const { procedure: _, sort: _sort, cols: _cols, ...filter } = search
  return (
    <>
      <div className="import-line">
        {procedure.table.mayImport && may('matter.act') && (
          <Button aria-expanded={importing} onClick={() => setImporting(!importing)}>
            {t('matterForms.importOf', { name })}
          </Button>
        )}
        <Button onClick={() => void download(withQuery(`${path(procedure.id)}/export`, filter), `${name}.xlsx`).catch(toast.failed)}>
          {t('matterForms.exportOf', { name })}
        </Button>
      </div>
      {importing && procedure.table.mayImport && <MatterTableImport key={procedure.id} procedure={procedure.id} name={name} />}
    </>
  )
}

/** Matters of one procedure from a workbook. */
function MatterTableImport({ procedure, name }: { procedure: string; name: string }) {
  const { t, locale } = useMessages()
  const client = useQueryClient()
  const send: SendImport<MatterImport> = async (file, { tried }, onProgress) => {
    const answer = await upload<MatterImport>(withQuery(`${path(procedure)}/import`, { dryRun: tried === null }), file, {}, onProgress)
    if (!answer.dryRun) await client.invalidateQueries()
    return answer
  }
  return (
    <ImportPanel<MatterImport>
      title={t('matterForms.title', { name })}
      lede={t('matterForms.lede')}
      form={[path(procedure), `${name}.xlsx`]}
      send={send}
      figures={(a) => [
        [t('import.rows'), a.rows],
        [t('import.new'), a.ready],
        [t('import.changed'), a.amends],
        [t('import.unchanged'), a.unchanged],
        [t('import.wrong'), a.errorCount],
      ]}
      ready={(a) => t('matterForms.ready', { n: a.ready, amends: a.amends, unchanged: a.unchanged })}
      done={(a) => t('matterForms.done', { n: a.opened, amends: a.amends })}
      go={(a) => t('matterForms.go', { n: a.ready, amends: a.amends })}
      work={(a) => a.ready + a.amends}
    >
      {(answer) =>
        answer.dryRun &&
        answer.changes.length > 0 && (
          <ImportChanges
            name={t('import.name')}
            list={answer.changes.map(({ title, action, ...change }) => ({ ...change, name: title, as: say(action, locale) }))}
          />
        )
      }
    </ImportPanel>
  )
}
