import { Link, useParams } from '@tanstack/react-router'
import type { InspectionDetail } from '@yingshang/server/contract'
import { Button, Spin } from 'antd'
import { day } from '../../components/format.ts'
import { Page } from '../../components/page.tsx'
import { useToast } from '../../components/toast.tsx'
import { Trouble } from '../../components/trouble.tsx'
import { Words } from '../../components/words.tsx'
import { useMessages } from '../../messages/index.tsx'
import { FindingForm } from './finding-form.tsx'
import { FindingsTable } from './findings-table.tsx'
import { useAddFinding, useCloseInspection, useInspection } from './queries.ts'
import '../reporting/reporting.css'

/** A batch of inspections: its findings, and handing over a new one. */
export function InspectionPage() {
  const { t } = useMessages()
  const { inspectionId } = useParams({ from: '/supervision/inspections/$inspectionId' })
  const found = useInspection(inspectionId)
  if (found.isPending) return <Spin description={t('common.loading')} />
  if (!found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />
  return <Inspection detail={found.data} />
}

function Inspection({ detail: { inspection, findings } }: { detail: InspectionDetail }) {
  const { t, locale } = useMessages()
  const toast = useToast()
  const close = useCloseInspection(inspection.id)
  const add = useAddFinding(inspection.id)
  return (
    <Page
      title={inspection.title}
      lede={
        <>
          <Link to="/supervision" search={{ view: 'inspections' }}>
            {t('supervision.inspections')}
          </Link>{' '}
          · {t(`supervision.origin.${inspection.origin}`)} · {day(inspection.from, locale)} – {day(inspection.until, locale)} ·{' '}
          <Words>{inspection.inspectors.join('、')}</Words>
        </>
      }
      actions={
        inspection.closedOn === null && (
          <Button loading={close.isPending} onClick={() => void close.mutateAsync(undefined).catch(toast.failed)}>
            {t('supervision.close')}
          </Button>
        )
      }
    >
      <dl className="reporting-figures">
        {(['findings', 'open', 'late', 'checked'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`supervision.figure.${name}`)}</dt>
            <dd>{inspection[name]}</dd>
          </div>
        ))}
      </dl>
      {inspection.closedOn === null && (
        <FindingForm className="panel reporting-form reporting-entry" title={t('supervision.newFinding')} send={add.mutateAsync} />
      )}
      <FindingsTable findings={findings} />
    </Page>
  )
}
