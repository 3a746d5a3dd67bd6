import { css } from 'lit'

export const styles = css`
  .side {
    display: flex;
    flex: 1 1 calc(420 * var(--_px));
    flex-direction: column;
    max-height: 100%;
    min-width: 0;
    overflow-y: auto;
    scroll-padding-top: calc(48 * var(--_px));
  }

  .badge {
    padding: 0 6px;
    border-radius: 9px;
    background: var(--_wash);
    font-size: var(--_type-12);
  }

  .group {
    border-bottom: 1px solid var(--_border);
  }

  .head {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-2) var(--_space-8);
    align-items: center;
    padding: var(--_space-8) var(--_space-12);
  }

  .list input {
    margin: 0;
    inline-size: 16px;
    block-size: 16px;
  }

  .toggle {
    justify-content: start;
    gap: var(--_space-4);
    padding: 0 var(--_space-4) 0 0;
    border-color: transparent;
    background: none;
    font-weight: 400;
    text-align: start;
    white-space: normal;
  }

  .chevron {
    display: inline-flex;
    color: var(--_muted);
    transition: transform var(--_motion);
  }

  .toggle[aria-expanded='true'] .chevron {
    transform: rotate(90deg);
  }

  :host(:dir(rtl)) .toggle[aria-expanded='false'] .chevron {
    transform: rotate(180deg);
  }

  .title {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .title strong {
    font-weight: 600;
  }

  .count,
  .score {
    white-space: nowrap;
  }

  .head .reason,
  .partly {
    grid-column: 2 / -1;
    padding-inline-start: calc(20 * var(--_px));
  }

  .drop {
    grid-column: 2 / -1;
    justify-self: start;
    white-space: normal;
  }

  .repaired,
  .partly {
    display: inline-flex;
    gap: var(--_space-4);
    align-items: center;
    color: var(--_good);
  }

  .repeated {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--_space-2) var(--_space-8);
    align-items: baseline;
    padding: var(--_space-4) var(--_space-12);
    padding-inline-start: calc(36 * var(--_px));
    border-top: 1px solid var(--_border);
  }

  .repeated .reason {
    grid-column: 1 / -1;
    padding-inline-start: var(--_space-4);
  }

  .duplicates-title {
    padding-inline-start: calc(20 * var(--_px));
  }

  .place {
    min-height: calc(24 * var(--_px));
    padding: 0 var(--_space-4);
    border-color: transparent;
    background: none;
    font-weight: 400;
  }

  .reason {
    overflow-wrap: anywhere;
  }

  .none,
  .foot,
  .note {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
    align-items: start;
    padding: 6px var(--_space-12);
    border-bottom: 1px solid var(--_border);
    font-size: var(--_type-12);
    line-height: 1.5;
  }

  .note > svg {
    margin-top: 1px;
    color: var(--_warn);
  }

  .failure {
    padding: var(--_space-12);
  }

  aw-data-table {
    flex: 2 1 calc(420 * var(--_px));
    min-height: calc(240 * var(--_px));
    border-inline-start: 1px solid var(--_border);
  }

  /* On small screens, all parts scroll together. */
  @media (max-width: 599px) {
    :host {
      overflow-y: auto;
      scroll-padding-top: calc(48 * var(--_px));
    }

    .body,
    .side {
      flex: none;
      max-height: none;
      overflow: visible;
    }

    .side {
      width: 100%;
    }
  }
`
