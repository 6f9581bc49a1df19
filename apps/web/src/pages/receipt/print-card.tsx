import { Button } from 'antd'
import { useMessages } from '../../messages/index.tsx'
import { Qr } from '../registers/qr.tsx'
import { type Cited, linkTo } from './link.ts'

/** The short form of a receipt for paper: a QR code with the public address at which its entry can be seen in the log. */
export function PrintCard({ cited }: { cited: Cited }) {
  const { t } = useMessages()
  const link = linkTo(location.origin, cited)
  return (
    <section className="receipt-card" aria-label={t('receipt.card')}>
      <div className="receipt-qr">
        <Qr text={link} label={t('receipt.qr', { index: cited.index })} />
      </div>
      <div className="receipt-cited">
        <strong>{t('receipt.card')}</strong>
        <span>{t('receipt.cardText')}</span>
        <span>
          {t('receipt.index')} <span className="mono">{cited.index}</span>
        </span>
        <code>{cited.digest}</code>
        <a href={link}>{link}</a>
        <span className="no-print">
          <Button onClick={() => window.print()}>{t('receipt.print')}</Button>
        </span>
      </div>
    </section>
  )
}
