import { css } from 'lit'

export const previewStyles = css`
  :host {
    display: grid;
    min-height: 0;
  }

  section.preview {
    /* Keeps the sticky header row below elements that overlay the preview. */
    isolation: isolate;
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-height: 0;
    padding: var(--_space-8) var(--_space-16) 10px;
    background: var(--_surface);
  }

  .preview .note {
    padding-bottom: 6px;
  }

  .preview .samples {
    display: flex;
    flex: none;
    flex-direction: column;
    gap: 6px;
  }

  .preview .sample,
  .preview .sample label {
    display: grid;
    gap: var(--_space-4);
    font-size: var(--_type-12);
  }

  .preview .sample textarea {
    font: var(--_type-12)/1.5 var(--_mono);
    white-space: pre;
  }

  .preview-content {
    display: flex;
    flex-direction: column;
    gap: 6px;
    min-height: 0;
    /* Long notes scroll together with the rows. */
    overflow-y: auto;
  }

  .preview-content.outdated {
    opacity: 0.55;
  }

  .preview .count {
    flex: none;
  }

  .preview .matches {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 2px var(--_space-12);
  }

  .preview .ports {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: var(--_space-4);
  }

  .preview .ports button {
    min-height: calc(24 * var(--_px));
    padding: 0 var(--_space-8);
    font-size: var(--_type-12);
  }

  .preview .ports button[aria-pressed='true'] {
    border-color: var(--_accent);
    color: var(--_text);
  }

  .preview .counts {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 2px var(--_space-12);
  }

  .preview .scroll {
    /* Keeps the header row and a few rows visible below long notes. */
    min-height: calc(108 * var(--_px));
  }

  .preview .sample-table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 100%;
  }

  .preview .sample-table th {
    position: sticky;
    top: 0;
    z-index: 1;
    max-width: 14em;
    padding-block: var(--_space-4);
  }

  .preview .number .column {
    justify-content: end;
  }

  .preview .column svg {
    width: 14px;
  }

  .preview pre {
    min-height: calc(40 * var(--_px));
    margin: 0;
    padding: var(--_space-8);
    overflow: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font: var(--_type-12)/1.5 var(--_mono);
    white-space: pre-wrap;
  }
`
