import { css } from 'lit'

export const styles = css`
  /** Not a grid: a sticky element would stay within its own row. */
  :host {
    display: flex;
    flex-direction: column;
    gap: var(--_space-8);
    padding: var(--_space-12);
    border: 1px solid color-mix(in srgb, var(--_warn) 45%, transparent);
    border-radius: 6px;
  }
  p {
    margin: 0;
  }
  .message {
    font-weight: 500;
    white-space: pre-line;
  }
  .bad {
    color: var(--_bad);
  }
  .muted,
  .line-mark,
  label,
  caption {
    color: var(--_muted);
    font-size: var(--_type-12);
    text-align: start;
  }
  pre,
  .scroll {
    flex: none;
    margin: 0;
    max-height: calc(240 * var(--_px));
    overflow: auto;
    padding: var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 4px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }
  table {
    border-collapse: collapse;
  }
  caption,
  th,
  td {
    padding-block: var(--_space-2);
    padding-inline: 0 var(--_space-12);
    text-align: start;
    white-space: nowrap;
  }
  details {
    display: grid;
    gap: var(--_space-4);
  }
  textarea {
    display: block;
    width: 100%;
    box-sizing: border-box;
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }
  /** The decision stays visible in a small area. */
  .ways {
    position: sticky;
    bottom: 0;
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    margin: 0 -12px -12px;
    padding: var(--_space-8) var(--_space-12);
    border-radius: 0 0 6px 6px;
    background: var(--_surface);
  }

  /** The focused element is not hidden behind it. */
  input,
  textarea,
  summary {
    scroll-margin-block-end: calc(56 * var(--_px));
  }
`
