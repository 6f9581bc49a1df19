import { Checkbox, Select } from 'antd'
import { useId } from 'react'
import { useMessages } from '../../messages/index.tsx'
import { COLUMNS, colsOf, columnsOf, type MatterSearch, type MatterSort, SORTS } from '../../routes/matter-search.ts'

const without = (search: MatterSearch, key: 'sort' | 'cols'): MatterSearch => {
  const { [key]: _gone, ...rest } = search
  return rest
}

/** The order of the list and the columns that it shows; both stand in the address. */
export function ListTools({ search, onChange }: { search: MatterSearch; onChange: (next: MatterSearch) => void }) {
  const { t } = useMessages()
  const id = useId()
  const columns = columnsOf(search)
  return (
    <div className="list-tools">
      <label htmlFor={`${id}-sort`}>{t('matters.sort')}</label>
      <Select<MatterSort | 'new'>
        id={`${id}-sort`}
        size="small"
        value={search.sort ?? 'new'}
        options={[
          { value: 'new', label: t('matters.sort.new') },
          ...SORTS.map((sort) => ({ value: sort, label: t(`matters.sort.${sort}`) })),
        ]}
        onChange={(sort) => onChange(sort === 'new' ? without(search, 'sort') : { ...search, sort })}
      />
      <details className="list-columns">
        <summary>{t('matters.columns')}</summary>
        <fieldset aria-label={t('matters.columns')}>
          {COLUMNS.map((column) => (
            <Checkbox
              key={column}
              checked={columns.includes(column)}
              disabled={columns.length === 1 && columns.includes(column)}
              onChange={(event) => {
                const cols = colsOf(event.target.checked ? [...columns, column] : columns.filter((one) => one !== column))
                onChange(cols === undefined ? without(search, 'cols') : { ...search, cols })
              }}
            >
              {t(`matters.column.${column}`)}
            </Checkbox>
          ))}
        </fieldset>
      </details>
    </div>
  )
}
