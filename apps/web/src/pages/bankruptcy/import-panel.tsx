import type { ClaimsImport as Answer, ClaimsView } from '@yingshang/server/contract'
import { ImportChanges } from '../../components/import-changes.tsx'
import { ImportPanel } from '../../components/import-panel.tsx'
import { useMessages } from '../../messages/index.tsx'
import { yuan } from '../forms/money.ts'
import { claimsPath, useImportClaims } from './queries.ts'

/** Files, amends and reviews claims from a workbook. */
export function ClaimsImport({ view }: { view: ClaimsView }) {
  const { t } = useMessages()
  const send = useImportClaims(view.matter.id)
  /** New claims alone are filed; as soon as there is something else, everything is counted. */
  const plain = (a: Answer) => a.amends + a.reviews === 0
  return (
    <ImportPanel<Answer>
      title={t('claims.import.title')}
      lede={t('claims.import.lede')}
      form={[`${claimsPath(view.matter.id)}/form`, t('claims.import.formName')]}
      // The state that the trial was made on: when the case has moved on since, the trial no longer holds.
      send={(file, { tried, confirmed }, onProgress) =>
        send.mutateAsync({ file, onProgress, ...(tried === null ? {} : { seq: tried.seq, confirm: confirmed }) })
      }
      figures={(a) => [
        [t('import.rows'), a.rows],
        [t('import.new'), a.dryRun ? a.ready : a.filed],
        [t('claims.import.amended'), a.amends],
        [t('claims.import.reviewed'), a.reviews],
        [t('import.unchanged'), a.unchanged],
        [t('import.wrong'), a.errorCount],
      ]}
      ready={(a) =>
        plain(a)
          ? t('claims.import.ready', { ready: a.ready, unchanged: a.unchanged, sum: yuan(a.sum) })
          : t('claims.import.readyMixed', { ready: a.ready, unchanged: a.unchanged, amends: a.amends, reviews: a.reviews })
      }
      done={(a) =>
        plain(a)
          ? t('claims.import.done', { n: a.filed })
          : t('claims.import.doneMixed', { n: a.filed, amends: a.amends, reviews: a.reviews })
      }
      go={(a) =>
        plain(a) ? t('claims.import.go', { n: a.ready }) : t('claims.import.goMixed', { n: a.ready, amends: a.amends, reviews: a.reviews })
      }
      work={(a) => a.ready + a.amends + a.reviews}
      confirm={t('claims.import.confirmDuplicates')}
    >
      {(answer) =>
        answer.dryRun &&
        answer.changes.length > 0 && (
          <ImportChanges
            name={t('claims.creditor')}
            list={answer.changes.map(({ creditor, ...change }) => ({ ...change, name: creditor }))}
            all={answer.changeCount}
          />
        )
      }
    </ImportPanel>
  )
}
