import type { OrganisationImport as Answer } from '@yingshang/server/contract'
import { Checkbox } from 'antd'
import { useState } from 'react'
import { ImportPanel } from '../../components/import-panel.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { organisationPath, useImport } from './queries.ts'

/** The organisation from a workbook, sheet by sheet, with the accounts that it makes. */
export function OrganisationImport() {
  const { t } = useMessages()
  const send = useImport()
  const [passwords, setPasswords] = useState(true)
  const count = (a: Answer, key: 'rows' | 'created' | 'changed' | 'unchanged') => a.sheets.reduce((sum, sheet) => sum + sheet[key], 0)
  return (
    <ImportPanel<Answer>
      title={t('organisation.import.title')}
      lede={t('organisation.import.lede')}
      form={[`${organisationPath}/form`, t('organisation.fileName')]}
      send={(file, { tried }, onProgress) =>
        send.mutateAsync({ file, dryRun: tried === null, passwords: tried !== null && passwords, onProgress })
      }
      figures={(a) => [
        [t('import.rows'), count(a, 'rows')],
        [t('import.new'), count(a, 'created')],
        [t('import.changed'), count(a, 'changed')],
        [t('import.unchanged'), count(a, 'unchanged')],
        [t('import.wrong'), a.errorCount],
      ]}
      ready={(a) => t('organisation.import.ready', { created: count(a, 'created'), changed: count(a, 'changed') })}
      done={() => t('organisation.import.done')}
      go={(a) => t('organisation.import.go', { created: count(a, 'created'), changed: count(a, 'changed') })}
      work={(a) => count(a, 'created') + count(a, 'changed')}
    >
      {(answer) => (
        <>
          <Sheets answer={answer} />
          {answer.dryRun && answer.errorCount === 0 && answer.invited.length > 0 && (
            <Checkbox checked={passwords} onChange={(event) => setPasswords(event.target.checked)}>
              {t('organisation.import.passwords', { n: answer.invited.length })}
            </Checkbox>
          )}
          {!answer.dryRun && answer.invited.some((one) => one.oneTimePassword !== null) && <Passwords invited={answer.invited} />}
        </>
      )}
    </ImportPanel>
  )
}

function Sheets({ answer }: { answer: Answer }) {
  const { t } = useMessages()
  return (
    <table className="data-table keep-table">
      <thead>
        <tr>
          <th scope="col">{t('organisation.import.sheet')}</th>
          <th scope="col" className="num">
            {t('import.new')}
          </th>
          <th scope="col" className="num">
            {t('import.changed')}
          </th>
          <th scope="col" className="num">
            {t('import.unchanged')}
          </th>
        </tr>
      </thead>
      <tbody>
        {answer.sheets.map((sheet) => (
          <tr key={sheet.sheet}>
            <th scope="row">
              <Words>{sheet.sheet}</Words>
            </th>
            <td className="num">{sheet.created}</td>
            <td className="num">{sheet.changed}</td>
            <td className="num">{sheet.unchanged}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Passwords({ invited }: { invited: Answer['invited'] }) {
  const { t } = useMessages()
  return (
    <div className="organisation-passwords">
      <p>{t('organisation.import.secrets')}</p>
      <table className="data-table keep-table">
        <tbody>
          {invited.map((one) => (
            <tr key={one.login}>
              <th scope="row">
                <Words>{one.displayName}</Words>
              </th>
              <td>{one.login}</td>
              <td className="mono">{one.oneTimePassword}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
