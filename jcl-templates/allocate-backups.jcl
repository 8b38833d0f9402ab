//* ---
//* template: allocate-backups
//* purpose: Allocate the libraries that take the pre-images; one that is
//*   there already is kept
//* parameters:
//*   step: { type: step-name, default: ALLOC }
//*   libraries: { type: library-list, max: 99 }
//*   tracks:
//*     type: integer
//*     min: 1
//*     max: 9999
//*     default: 75
//*     says: primary and secondary space of each
//* steps:
//*   - name: "{{ step }}"
//*     forbids:
//*       - { text: "NOT CATLGD" }
//* writes:
//*   - { each: libraries, dsname: "{{ one.dsname }}" }
//* ---
//{{ step }} EXEC PGM=IEFBR14
{% for one in libraries %}
{% assign kind = 'DSNTYPE=LIBRARY' %}
{% assign space = tracks | append: ',' | append: tracks %}
{% if one.organisation == 'PDS' %}
{% assign kind = 'DSNTYPE=PDS' %}
{% assign space = space | append: ',50' %}
{% endif %}
//LIB{{ forloop.index }}     DD DSN={{ one.dsname }},
//             DISP=(MOD,CATLG,CATLG),{{ kind }},DSORG=PO,
//             SPACE=(TRK,({{ space }})),UNIT=SYSDA,
//             RECFM={{ one.recfm }},LRECL={{ one.lrecl }},
//             BLKSIZE={{ one.blksize }}
{% endfor %}
