//* ---
//* template: allocate-backups
//* purpose: Allocate the libraries that take the pre-images; one that is there already is kept
//* parameters:
//*   step: { type: step-name, default: ALLOC }
//*   libraries: { type: library-list, max: 99 }
//*   tracks: { type: integer, min: 1, max: 9999, default: 75, says: primary and secondary space of each }
//* steps:
//*   - name: "{{ step }}"
//*     forbids:
//*       - { text: "NOT CATLGD" }
//* writes:
//*   - { each: libraries, dsname: "{{ one.dsname }}" }
//* ---
//{{ step }} EXEC PGM=IEFBR14
{% for library in libraries %}
{% if library.organisation == 'PDSE' %}
{% assign kind = 'DSNTYPE=LIBRARY' %}
{% assign directory = '' %}
{% else %}
{% assign kind = 'DSNTYPE=PDS' %}
{% assign directory = ',50' %}
{% endif %}
//LIB{{ forloop.index }} DD DSN={{ library.dsname }},
//             DISP=(MOD,CATLG,CATLG),{{ kind }},DSORG=PO,
//             SPACE=(TRK,({{ tracks }},{{ tracks }}{{ directory }})),UNIT=SYSDA,
//             RECFM={{ library.recfm }},LRECL={{ library.lrecl }},BLKSIZE={{ library.blksize }}
{% endfor %}
