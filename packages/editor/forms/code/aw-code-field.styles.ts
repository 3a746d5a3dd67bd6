import { css } from 'lit'

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .code {
    display: grid;
    min-width: 0;
  }

  .editor {
    min-width: 0;
    max-height: calc(420 * var(--_px));
    overflow: auto;
    border: 1px solid color-mix(in srgb, var(--_border), var(--_text) 14%);
    border-radius: 6px;
    background: var(--_surface);
    transition: border-color var(--_motion);
    resize: vertical;
  }

  .editor[hidden] {
    display: none;
  }

  .editor:hover {
    border-color: var(--_muted);
  }

  .code[data-invalid] .editor:not(:focus-within) {
    border-color: var(--_bad);
  }

  .editor:focus-within {
    border-color: var(--_accent);
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }

  .cm-editor {
    min-width: 0;
  }
`
