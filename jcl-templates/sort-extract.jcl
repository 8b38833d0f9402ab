//* ---
//* template: sort-extract
//* purpose: Sort or copy records into a new data set; none is a failure
//* parameters:
//*   step: { type: step-name }
//*   input: { type: data-set, generation: true }
//*   output: { type: data-set }
//*   control: { type: records, max: 50, says: DFSORT statements }
//*   recfm: { type: choice, values: [ FB, VB ], default: FB }
//*   lrecl: { type: integer, min: 1, max: 32760 }
//*   tracks: { type: integer, min: 1, max: 9999, default: 150 }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { text: "ICE054I*OUT: *", ddname: SYSOUT }
//*       - { text: "ICE052I*END OF DFSORT", ddname: SYSOUT }
//*     forbids:
//*       - { text: "ICE054I*OUT: 0", ddname: SYSOUT }
//* writes: [ "{{ output }}" ]
//* ---
//{{ step }} EXEC PGM=SORT,COND=(0,NE)
//SYSOUT   DD SYSOUT=*
//SORTIN   DD DISP=SHR,DSN={{ input }}
//SORTOUT  DD DSN={{ output }},
//             DISP=(NEW,CATLG,DELETE),UNIT=SYSDA,
//             SPACE=(TRK,({{ tracks }},{{ tracks }}),RLSE),
//             RECFM={{ recfm }},LRECL={{ lrecl }},BLKSIZE=0
//SYSIN    DD *
{% for line in control %}
{{ line }}
{% endfor %}
/*
