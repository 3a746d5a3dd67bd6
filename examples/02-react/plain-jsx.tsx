/// <reference types="@aw-flow/embed/jsx" />
import '@aw-flow/embed'

/** The element itself, without a wrapper: React 19 sets properties of custom elements and listens to their events. */
export const Plain = () => (
  <aw-workflow-editor
    src="/cosmo-ready.json"
    theme="dark"
    onaw-selection-change={(event) => (document.title = `${event.nodes.size} selected`)}
    onaw-before-run={(event) => event.preventDefault()}
  />
)
