import { type ReactNode, useId } from 'react'

interface FieldProps {
  readonly id: string
  readonly 'aria-invalid'?: true
  readonly 'aria-describedby'?: string
}

/** A labelled control of the pages of distribution, with what is wrong with it below. */
export function Field({
  label,
  fault,
  wide,
  children,
}: {
  label: string
  fault?: string | undefined
  wide?: boolean
  children: (props: FieldProps) => ReactNode
}) {
  const id = useId()
  return (
    <div className="distribution-field" data-wide={wide}>
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(fault ? { 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {}) })}
      {fault && (
        <span id={`${id}-fault`} className="distribution-fault">
          {fault}
        </span>
      )}
    </div>
  )
}
