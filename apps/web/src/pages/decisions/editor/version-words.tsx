import type { DecisionTableView } from '@yingshang/server/contract'
import { Tag } from 'antd'
import { Words } from '../../../components/words.tsx'
import { type Translate, useMessages } from '../../../messages/index.tsx'
import { say } from '../../forms/value.tsx'
import type { Version } from './queries.ts'

/** What a version is called. */
export const versionName = (version: Version, t: Translate): string =>
  version.number === 0 ? t('versions.product') : t('versions.nth', { n: version.number })

/** What is doubtful in a table: the code to cite, the place, the reason. */
export function Findings({ list }: { list: DecisionTableView['findings'] }) {
  const { locale } = useMessages()
  return (
    <ul className="finding-list">
      {list.map((finding) => (
        <li key={`${finding.code} ${finding.where} ${finding.zh}`}>
          <Tag className="doubt-tag">{finding.code}</Tag>
          <Words>{say(finding, locale)}</Words>
        </li>
      ))}
    </ul>
  )
}
