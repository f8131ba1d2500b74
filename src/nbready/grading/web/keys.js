const HALF = 0.5;

/**
 * Which of our keys was pressed. Layouts other than Latin ones have other letters on the same keys, and some
 * have digits only with Shift: there the place of the key counts.
 */
export function keyOf({ key, code = "", shiftKey = false }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (/^[\d.]$/.test(key) || key === "Enter" || shiftKey) return key;
  return /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1].toLowerCase() ?? key;
}

/** The points that a key gives: a number, null to take them back; undefined where it gives none. */
export function pointsOf(key, { points, possible, machine }) {
  if (/^\d$/.test(key)) return Math.min(Number(key), possible);
  if (key === ".") return Math.min((points ?? 0) + HALF, possible);
  const whole = { f: possible, m: machine, x: null };
  return Object.hasOwn(whole, key) ? whole[key] : undefined;
}

/** What was typed as points: a number, null for nothing, undefined where it cannot be given. */
export function readPoints(text, possible, isBad = false) {
  if (isBad) return undefined;
  if (text.trim() === "") return null;
  const points = Number(text);
  return Number.isFinite(points) && points >= 0 && points <= possible ? points : undefined;
}
