/** Ids of the data sets that JES2 itself writes (z/OSMF Programming Guide: List the spool files for a job). */
export const jesIds = { JESJCLIN: 1, JESMSGLG: 2, JESJCL: 3, JESYSMSG: 4 } as const;
