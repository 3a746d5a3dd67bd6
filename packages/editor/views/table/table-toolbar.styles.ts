import { css } from 'lit'

export const toolbarStyles = css`
  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 6px var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .chip {
    display: inline-flex;
    align-items: center;
    max-width: 100%;
    gap: var(--_space-2);
    padding-inline-start: var(--_space-8);
    border: 1px solid color-mix(in srgb, var(--_accent) 35%, var(--_border));
    border-radius: 6px;
    background: var(--_wash);
    font-size: var(--_type-12);
  }

  .chip > svg {
    margin-inline-end: var(--_space-4);
  }

  .chip .text {
    min-width: 0;
  }

  .chip button {
    min-height: calc(26 * var(--_px));
    font-size: var(--_type-12);
    font-weight: 400;
  }

  .chip button.text {
    padding: 0 var(--_space-2);
  }

  .chip button.icon {
    width: calc(26 * var(--_px));
  }

  .toolbar .reset,
  .toolbar .add-nodes {
    min-height: calc(28 * var(--_px));
    font-size: var(--_type-12);
    font-weight: 400;
  }

  .find {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    margin-inline-start: auto;
  }

  .find input:not([type='checkbox'], [type='radio'], [type='range']) {
    width: calc(200 * var(--_px));
    min-height: calc(28 * var(--_px));
  }

  .find .muted {
    min-width: calc(64 * var(--_px));
    padding-inline: 6px;
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  .find button {
    width: calc(26 * var(--_px));
    min-height: calc(28 * var(--_px));
  }

  .status {
    display: flex;
    align-items: center;
    gap: var(--_space-16);
    min-height: calc(28 * var(--_px));
    padding: 0 var(--_space-12);
    border-top: 1px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_type-12);
    white-space: nowrap;
  }

  .status .value {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_text);
    text-align: right;
  }

  .status .position {
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 40%;
  }

  .status button.icon {
    width: calc(26 * var(--_px));
  }

  .status button {
    min-height: calc(22 * var(--_px));
    padding: 0 var(--_space-8);
    font-size: var(--_type-12);
  }

  /** On right-to-left pages, text that starts with a number is displayed in the text's own direction. */
  .status span,
  .find .muted,
  .chip .text,
  .detail header span,
  .detail footer {
    unicode-bidi: plaintext;
  }

  @container (max-width: 520px) {
    .find {
      width: 100%;
    }

    .find input:not([type='checkbox'], [type='radio'], [type='range']) {
      flex: 1;
      width: auto;
    }
  }
`
