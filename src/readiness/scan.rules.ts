/** Converter messages that only tell what was done (z/OS MVS System Messages, IEFC001I, IEFC002I, IEFC653I). */
const informational = new Set(['IEFC001I', 'IEFC002I', 'IEFC653I']);

const faults = /\bIEFC\d{3}[A-Z]\b|JOB NOT RUN|JOB FAILED - JCL ERROR|\$HASP1(?:06|07|08|09)\b|\bIEF\d{3}I .*JCL ERROR/;

/**
 * The lines of a scanned job's messages that say that its JCL would not run. None: it passed the converter. The
 * return code of a scanned job is not looked at: it differs by level.
 */
export function scanFaults(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => {
      const found = faults.exec(line)?.[0];
      return found !== undefined && !informational.has(found);
    });
}
