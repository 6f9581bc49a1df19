import Modeler from 'dmn-js/lib/Modeler'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useMessages } from '../../../messages/index.tsx'
import { forEditor, fromEditor, type Origin } from './dmn-bridge.ts'
import { DMN_WORDS } from './dmn-words.ts'
import 'dmn-js/dist/assets/dmn-js-shared.css'
import 'dmn-js/dist/assets/dmn-js-decision-table.css'
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css'
import 'dmn-js/dist/assets/dmn-font/css/dmn.css'
import './table-editor.css'

/** Tables alone: the diagrams of a model are not what an officer drafts. */
class TableModeler extends Modeler {
  override _getViewProviders() {
    return super._getViewProviders().filter((provider) => provider.id === 'decisionTable')
  }
}

export interface TableEditorHandle {
  /** The table as it stands in the editor, as a DMN file. Rejects when nothing is open. */
  read(): Promise<string>
}

/** A decision table in dmn-js. It is filled again only when it is given another file. */
export default function TableEditor(props: { file: string; ref: Ref<TableEditorHandle>; onChange: () => void; onFailed: () => void }) {
  const { locale, t } = useMessages()
  const { file } = props
  const place = useRef<HTMLDivElement>(null)
  const modeler = useRef<TableModeler | null>(null)
  const origin = useRef<Origin | null>(null)
  // What dmn-js calls back is bound once; it reads what the page wants now.
  const now = useRef({ locale, props })
  now.current = { locale, props }

  useEffect(() => {
    const translate = (text: string, places: Readonly<Record<string, string>> = {}) => {
      const zh = now.current.locale === 'zh'
      const said = text === 'Annotations' ? (origin.current?.annotation ?? DMN_WORDS[text]!) : zh ? (DMN_WORDS[text] ?? text) : text
      return said.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole)
    }
    const made = new TableModeler({
      container: place.current!,
      decisionTable: { additionalModules: [{ translate: ['value', translate] }] },
    })
    made.on('viewer.created', ({ viewer }) => viewer.on('commandStack.changed', () => now.current.props.onChange()))
    modeler.current = made
    return () => {
      modeler.current = null
      made.destroy()
    }
  }, [])

  useEffect(() => {
    const failed = (error: unknown) => {
      console.warn(error)
      origin.current = null
      now.current.props.onFailed()
    }
    const shaped = forEditor(file)
    if (!shaped.ok) return failed(shaped.reason)
    origin.current = shaped.origin
    modeler.current?.importXML(shaped.xml).catch(failed)
  }, [file])

  useImperativeHandle(props.ref, () => ({
    async read() {
      if (!modeler.current || !origin.current) throw new Error('no table is open')
      const { xml } = await modeler.current.saveXML({ format: true })
      return fromEditor(xml, origin.current)
    },
  }))

  return <section ref={place} className="dmn-editor" aria-label={t('draft.editor')} />
}
