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
    gap: var(--_space-2);
    padding: var(--_space-8) 6px var(--_space-8) var(--_space-12);
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

  .detail .change {
    display: flex;
    gap: var(--_space-8);
    margin: 0 var(--_space-12) var(--_space-8);
    padding: 6px var(--_space-8);
    border-radius: 6px;
    background: color-mix(in srgb, var(--_info) 12%, var(--_surface));
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
  }

  .detail .change svg {
    margin-top: 1px;
    color: var(--_info);
  }

  .detail del {
    text-decoration-color: var(--_muted);
  }

  .detail .history {
    display: grid;
    flex: none;
    gap: var(--_space-8);
    max-height: 50%;
    margin: 0 var(--_space-12) var(--_space-8);
    padding-inline-start: 18px;
    overflow: auto;
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
  }

  .detail .history li > span {
    display: block;
  }

  .detail .history .step [aria-hidden] {
    margin-inline: var(--_space-4);
  }

  .detail .history ins {
    text-decoration: none;
  }

  .detail pre {
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: var(--_space-8) var(--_space-12);
    overflow: auto;
    border-top: 1px solid var(--_border);
    font-family: var(--_mono);
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }

  .detail pre.null {
    color: var(--_muted);
    font-style: italic;
  }

  .detail footer {
    padding: var(--_space-4) var(--_space-12);
    font-size: var(--_type-12);
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
