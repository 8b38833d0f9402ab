//* ---
//* template: delete-data-sets
//* purpose: Delete what an earlier try left, so that a job can run again
//* parameters:
//*   step: { type: step-name }
//*   dataSets: { type: data-sets, max: 99 }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - text: "IDC0002I*MAXIMUM CONDITION CODE WAS 0"
//*         ddname: SYSPRINT
//* writes:
//*   - { each: dataSets, dsname: "{{ one }}" }
//* ---
//{{ step }} EXEC PGM=IDCAMS,COND=(0,NE)
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
{% for dataSet in dataSets %}
  DELETE {{ dataSet }}
  IF LASTCC = 8 THEN SET MAXCC = 0
{% endfor %}
/*
