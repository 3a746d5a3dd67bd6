import { css } from 'lit'

/** Styles for the row of decisions and their confidence levels. */
export const decisionStyles = css`
  .decisions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 14px;
    padding: 10px var(--_space-16) var(--_space-12);
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
  }

  .decision {
    display: grid;
    align-content: start;
    gap: var(--_space-4);
    min-width: calc(112 * var(--_px));
    max-width: calc(220 * var(--_px));
  }

  .decision .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 6px;
    height: calc(20 * var(--_px));
    white-space: nowrap;
  }

  .decision label,
  .decision .label {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--_muted);
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .decision output {
    display: flex;
    align-items: center;
    min-height: calc(30 * var(--_px));
    font-weight: 500;
  }

  .decision.changed select,
  .decision.changed input {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }

  .decision .row {
    display: flex;
    gap: 6px;
  }

  .decision .custom-delimiter {
    width: calc(56 * var(--_px));
    font-family: var(--_mono);
    text-align: center;
  }

  .stepper {
    display: flex;
    gap: var(--_space-4);
  }

  .stepper input {
    width: calc(40 * var(--_px));
    text-align: center;
  }

  .range {
    display: flex;
    align-items: center;
    gap: 6px;
  }

  .range input {
    width: calc(62 * var(--_px));
  }

  button.confidence,
  button.restore {
    min-height: calc(20 * var(--_px));
    height: calc(20 * var(--_px));
    padding: 0 var(--_space-4);
    border-radius: 4px;
    font-size: calc(11 * var(--_px));
    font-weight: 500;
    gap: var(--_space-4);
  }

  button.confidence {
    color: var(--_muted);
  }

  button.restore {
    color: var(--_accent);
  }

  button.restore svg {
    width: 12px;
    height: 12px;
  }

  .bars {
    display: inline-flex;
    align-items: flex-end;
    gap: 1px;
  }

  .bars i {
    width: 3px;
    height: 4px;
    border-radius: 1px;
    background: currentColor;
    opacity: 0.3;
  }

  .bars i:nth-child(2) {
    height: 7px;
  }
  .bars i:nth-child(3) {
    height: 10px;
  }

  .level-1 i:nth-child(1),
  .level-2 i:nth-child(-n + 2),
  .level-3 i {
    opacity: 1;
  }

  .level-1 {
    color: var(--_warn);
  }
`
