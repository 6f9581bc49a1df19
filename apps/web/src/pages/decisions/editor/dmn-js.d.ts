/** What the editor of decision tables uses of dmn-js, which comes without types. */
declare module 'dmn-js/lib/Modeler' {
  interface ViewProvider {
    readonly id: string
  }

  interface Viewer {
    on(event: string, listener: () => void): void
  }

  export default class Modeler {
    constructor(options: {
      readonly container: HTMLElement
      readonly common?: Readonly<Record<string, unknown>>
      readonly decisionTable?: Readonly<Record<string, unknown>>
    })
    _getViewProviders(): ViewProvider[]
    importXML(xml: string): Promise<{ readonly warnings: readonly unknown[] }>
    saveXML(options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>
    on(event: 'viewer.created', listener: (event: { readonly viewer: Viewer }) => void): void
    destroy(): void
  }
}
