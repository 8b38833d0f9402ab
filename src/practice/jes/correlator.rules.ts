/** Job ids and correlators (z/OSMF Programming Guide: job correlator; JES2 job id forms). */

/** `JOB00001`, above 99,999 `J0100000`. */
export const jobidOf = (number: number): string =>
  number > 99_999 ? `J${String(number).padStart(7, '0')}` : `JOB${String(number).padStart(5, '0')}`;

const from1900 = 2_208_988_800_000;

/** The upper word of the time-of-day clock, whose steps are 2^20 microseconds. */
const timeStamp = (at: number): string =>
  Math.floor(((at + from1900) * 1000) / 2 ** 20)
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
    .slice(-8);

/** 31 characters of the system, a colon, the user part. `at` in milliseconds since 1970. */
export function correlatorOf(number: number, system: string, at: number, userPart = ''): string {
  const name = system.slice(0, 8).padEnd(8, '.');
  return `J${String(number).padStart(7, '0')}${name}${timeStamp(at)}.......:${userPart}`;
}
