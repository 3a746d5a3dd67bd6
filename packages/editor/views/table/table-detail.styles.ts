import { css } from 'lit'

export const detailStyles = css`
  .detail {
    display: flex;
    flex: none;
    flex-direction: column;
    width: min(calc(320 * var(--_px)), 45%);
    min-height: 0;
    border-inline-start: 1px solid var(--_border);
  }

  .detail header {
    display: flex;
    align-items: start;
    gap: 2px;
    padding: 8px 6px 8px 12px;
  }

  .detail header div {
    display: grid;
    flex: 1;
    min-width: 0;
  }

  .detail header strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .detail header span {
    font-size: calc(12 * var(--_px));
  }

  .detail .change {
    display: flex;
    gap: 8px;
    margin: 0 12px 8px;
    padding: 6px 8px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--_info) 12%, var(--_surface));
    font-size: calc(12 * var(--_px));
    overflow-wrap: anywhere;
  }

  .detail .change svg {
    margin-top: 1px;
    color: var(--_info);
  }

  .detail del {
    text-decoration-color: var(--_muted);
  }

  .detail .story {
    display: grid;
    flex: none;
    gap: 8px;
    max-height: 50%;
    margin: 0 12px 8px;
    padding-inline-start: 18px;
    overflow: auto;
    font-size: calc(12 * var(--_px));
    overflow-wrap: anywhere;
  }

  .detail .story li > span {
    display: block;
  }

  .detail .story .step [aria-hidden] {
    margin-inline: 4px;
  }

  .detail .story ins {
    text-decoration: none;
  }

  .detail pre {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: 8px 12px;
    overflow: auto;
    border-top: 1px solid var(--_border);
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }

  .detail pre.null {
    color: var(--_muted);
    font-style: italic;
  }

  .detail footer {
    padding: 4px 12px;
    font-size: calc(12 * var(--_px));
  }

  @container (max-width: 520px) {
    .detail {
      width: auto;
      height: 45%;
      border-inline-start: 0;
      border-top: 1px solid var(--_border);
    }
  }
`
